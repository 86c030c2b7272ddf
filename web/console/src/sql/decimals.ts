// How many decimals a column of numbers is written with, so that its points stand under each other. Pure.
import type { SqlCell } from "../api";

/** More say nothing to a reader; the file has them all. */
const MOST = 6;

/** The most decimals that any of its numbers has; null where one is too great or small to be written out. */
export function decimalsOf(cells: SqlCell[]): number | null {
  let most = 0;
  for (const cell of cells) {
    if (cell === null || cell === undefined) continue;
    const match = /^-?\d+(?:\.(\d+))?$/.exec(String(cell));
    if (!match) return null;
    most = Math.max(most, match[1]?.length ?? 0);
  }
  return Math.min(most, MOST);
}

/** With that many decimals; digits are filled up as text, so that no long number loses any. */
export function even(cell: string | number, decimals: number | null): string {
  const text = String(cell);
  if (decimals === null) return text;
  const [whole = "", part = ""] = text.split(".");
  if (part.length > decimals) return Number(text).toFixed(decimals);
  return decimals === 0 ? whole : `${whole}.${part.padEnd(decimals, "0")}`;
}
