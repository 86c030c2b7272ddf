// Satisfaction, as the API speaks of it. CSAT is in thousandths, NPS in points from -100 to 100, CES a mean from 1 to 7; a
// `chance` is a plain probability.
import type { Day, Id } from "./basics";
import type { Label } from "./rules";
import type { ValueHead } from "./value";

export interface SatisfactionPoint {
  start: Day;
  /** All of it lies in the days asked for and in the past. */
  whole: boolean;
  answers: number;
  score: number | null;
  low: number | null;
  high: number | null;
  change: { by: number; chance: number } | null;
  control: { center: number; low: number; high: number; signals: number[] } | null;
  crowds: SatisfactionCrowd<"content" | "between" | "unhappy">[];
}
export interface SatisfactionCrowd<Key extends string = string> {
  key: Key;
  answers: number;
  rule: string;
}
export interface SatisfactionSeries {
  key: "reviews" | "csat" | "nps" | "ces";
  label: Label;
  measure: "csat" | "nps" | "ces";
  answers: number;
  outside: number;
  score: number | null;
  low: number | null;
  high: number | null;
  least: number;
  /** From the least answer up. */
  spread: SatisfactionCrowd[];
  points: SatisfactionPoint[];
  slope: { by: number; low: number; high: number; chance: number } | null;
  unhappy: number;
  rule: string;
}
export interface SatisfactionProduct {
  product_id: Id;
  number: string;
  title: string;
  answers: number;
  score: number;
  low: number;
  high: number;
  rule: string;
}
export interface SatisfactionPage extends ValueHead {
  from: Day;
  to: Day;
  by: "month" | "week";
  series: SatisfactionSeries[];
  products: SatisfactionProduct[];
}
