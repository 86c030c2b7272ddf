// Findings that differ only in the goods that they name.
import type { Finding } from "../api";

/** Findings of one code and one cure together, in the order in which the first of each was said. */
export function alike(list: Finding[]): { key: string; list: Finding[] }[] {
  const kinds = new Map<string, Finding[]>();
  for (const one of list) {
    const key = `${one.gravity} ${one.code} ${one.cure.zh}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  return [...kinds].map(([key, found]) => ({ key, list: found }));
}
