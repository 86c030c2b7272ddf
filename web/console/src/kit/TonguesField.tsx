// What buyers read, typed in Chinese and in English: one labelled input each.
import { Input } from "antd";
import type { ReactNode } from "react";
import type { Label } from "../api";
import { Field } from "./Field";

const TONGUES = ["zh", "en"] as const;
type Tongue = (typeof TONGUES)[number];

interface Props {
  label: (tongue: Tongue) => string;
  path: (tongue: Tongue) => string;
  hint?: Partial<Record<Tongue, ReactNode>>;
  maxLength: number;
  /** Lines of text; one when absent. */
  rows?: number;
  value: Label;
  onChange: (value: Label) => void;
}

export function TonguesField({ label, path, hint, maxLength, rows, value, onChange }: Props) {
  return TONGUES.map((tongue) => (
    <Field key={tongue} label={label(tongue)} path={path(tongue)} hint={hint?.[tongue]}>
      {(id, status) => {
        const input = {
          id,
          status,
          maxLength,
          value: value[tongue],
          onChange: (event: { target: { value: string } }) => onChange({ ...value, [tongue]: event.target.value }),
        };
        return rows ? <Input.TextArea {...input} rows={rows} /> : <Input {...input} />;
      }}
    </Field>
  ));
}
