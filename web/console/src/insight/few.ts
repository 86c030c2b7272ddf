// Whether too few stand behind a bar for its figures to say anything. Pure.
import type { InsightBar } from "../api";

export const ENOUGH = 30;

/** Nobody where many would be expected is news; one where one is expected is noise. */
export function few(bar: Pick<InsightBar, "customers" | "base_share">, known: number): boolean {
  return Math.max(bar.customers, (known * bar.base_share) / 1000) < ENOUGH;
}
