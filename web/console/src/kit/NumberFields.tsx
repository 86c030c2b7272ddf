// The inputs for numbers under their label, each told what the server says of its place.
import type { ComponentType } from "react";
import { Field, type FieldProps } from "./Field";
import { AmountInput, KeepInput, WholeInput } from "./Numbers";

type Labelled<P> = Omit<FieldProps, "children"> & Omit<P, "id" | "status" | "label">;

function labelled<P>(Input: ComponentType<P>) {
  return function NumberField({ label, path, hint, bare, className, ...rest }: Labelled<P>) {
    return (
      <Field label={label} path={path} hint={hint} bare={bare} className={className}>
        {(id, status) => <Input {...(rest as P)} id={id} status={status} />}
      </Field>
    );
  };
}

export const AmountField = labelled(AmountInput);
export const KeepField = labelled(KeepInput);
export const WholeField = labelled(WholeInput);
