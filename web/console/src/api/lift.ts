// Lift: two segments or lists side by side.
import type { Day, Id } from "./basics";
import type { Label } from "./rules";
import type { ValueHead } from "./value";

export interface LiftEstimate {
  value: number;
  from: number;
  to: number;
  /** From 0 to 1. */
  chance: number;
}
export interface LiftGroup {
  id: Id;
  name: string;
  /** A rule: who is in it now may be in it for what is measured. */
  live: boolean;
  customers: number;
  /** In the measure's unit. */
  mean: number;
  /** In as many days before. */
  before: number;
}
export interface LiftPage extends ValueHead {
  /** Minor units; deals; thousandths. */
  measure: "revenue" | "deals" | "bought";
  /** By lot, as the asker says; else a difference is no effect. */
  randomised: boolean;
  from: Day;
  to: Day;
  before_from: Day;
  control: LiftGroup;
  treated: LiftGroup;
  both: number;
  ratio: { control: number; treated: number; chance: number; passes: boolean } | null;
  /** Why nothing is read. */
  refused: Label | null;
  difference: LiftEstimate | null;
  /** Thousandths. */
  relative: LiftEstimate | null;
  adjusted: LiftEstimate | null;
  /** Thousandths of the spread. */
  gone: number | null;
  always: LiftEstimate | null;
  detectable: number | null;
  beforehand: { difference: LiftEstimate; standardised: number | null } | null;
  told: Label;
}
