// The steps by which evidence adds up. Pure: every number is the server's, here they are laid end to end.
import type { Proposal } from "../api";

export interface Step {
  key: string;
  /** The start and the total stand on the ground; a part hangs between what was before it and what comes after. */
  kind: "end" | "part";
  from: number;
  to: number;
  level: string | null;
  m: number | null;
  u: number | null;
}

/** The start, each part that says something, the strongest first, and the total. */
export function waterfall({ start, weight, evidence }: Pick<Proposal, "start" | "weight" | "evidence">): Step[] {
  const end = (key: string, to: number): Step => ({ key, kind: "end", from: 0, to, level: null, m: null, u: null });
  let sum = start;
  const parts = evidence
    .filter((part) => part.weight !== 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ field, level, m, u, weight: own }): Step => {
      const from = sum;
      sum += own;
      return { key: field, kind: "part", from, to: sum, level, m, u };
    });
  return [end("start", start), ...parts, end("total", weight)];
}

/** A step as bars that are stacked upon each other: what is not seen, then what lies above and below nought. */
export function spans({ from, to }: Step): { base: number; above: number; below: number } {
  const [low, high] = from < to ? [from, to] : [to, from];
  if (low >= 0) return { base: low, above: high - low, below: 0 };
  if (high <= 0) return { base: high, above: 0, below: low - high };
  return { base: 0, above: high, below: low };
}
