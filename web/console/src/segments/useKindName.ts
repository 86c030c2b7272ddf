// What a behaviour is called in the reader's language: known kinds by the catalogue's word, others as their sender named them.
import { useCallback } from "react";
import { type Catalogue, useGet } from "../api";
import { useCan } from "../app/session";
import { useLabel } from "../kit";

export function useKindName(): (name: string) => string {
  const label = useLabel();
  const may = useCan()("segments.read");
  const { data } = useGet<Catalogue>("/rules/catalogue", {}, { enabled: may });
  return useCallback((name) => label(data?.kinds.find((kind) => kind.name === name)?.label) || name, [data, label]);
}
