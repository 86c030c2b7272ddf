// The sum over every kind of thing that an import touched.
import type { ImportCounts } from "../api";

export const KINDS = ["customers", "orders", "lines", "refunds", "shipments", "products", "events"] as const;
export const FATES = ["created", "changed", "unchanged", "refused"] as const;
export type Fates = Record<(typeof FATES)[number], number>;

export function total(counts: ImportCounts): Fates {
  const sum: Fates = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const kind of KINDS) for (const fate of FATES) sum[fate] += counts[kind]?.[fate] ?? 0;
  return sum;
}
