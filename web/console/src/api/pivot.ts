// The pivot: what may be laid where, a question, and its answer. Figures are decimals as text; money is in the main unit.
import type { Day, Id, Instant } from "./basics";
import type { Filter, Label, Rule } from "./rules";

export interface PivotDimension {
  key: string;
  label: Label;
  group: "customer" | "fact" | "item" | "time" | "cohort";
  group_label: Label;
  kind: "choice" | "bands" | "period" | "hour" | "weekday";
  /** Of bands: the edges when the question names none. */
  edges?: string[] | null;
}
export interface PivotMeasure {
  key: string;
  label: Label;
  kind: "count" | "money" | "number";
}
export interface PivotSubject {
  key: string;
  label: Label;
  dimensions: PivotDimension[];
  measures: PivotMeasure[];
}
export interface PivotCatalogue {
  subjects: PivotSubject[];
  currency: string;
  time_zone: string;
  limits: { rows: number; columns: number; measures: number; cells: number; seconds: number };
  /** What drags up and down, the coarser first. */
  hierarchies: string[][];
}
export interface PivotAxis {
  dimension: string;
  edges?: string[];
  /** Only so many values, those with the greatest first measure. */
  top?: number;
}
export interface PivotDays {
  from: Day;
  to: Day;
}
export interface PivotQuestion {
  subject: string;
  rows: PivotAxis[];
  columns: PivotAxis[];
  measures: string[];
  slice?: { segment: Id } | { rule: Rule } | { text: string };
  filter?: Filter;
  period?: PivotDays;
  compare?: PivotDays | "previous" | "year_before";
}
export interface PivotHeader {
  dimension: string;
  label: Label;
  kind: PivotDimension["kind"];
  /** In order; the empty value is the unknown one. */
  members: { value: string; label: Label }[];
  /** How many values were left out. */
  further: number;
}
export interface PivotCell {
  /** Places among the members, one for each axis. */
  row: number[];
  column: number[];
  values: (string | null)[];
  before?: (string | null)[] | null;
  /** Per cent against the compared period. */
  change?: (number | null)[] | null;
  /** The customers of the cell; null where rules cannot say it. */
  rule?: string | null;
}
export interface PivotAnswer {
  at: Instant;
  subject: string;
  currency: string;
  customers: number;
  period?: PivotDays | null;
  compared?: PivotDays | null;
  rows: PivotHeader[];
  columns: PivotHeader[];
  measures: PivotMeasure[];
  cells: PivotCell[];
  row_totals: PivotCell[];
  column_totals: PivotCell[];
  total: PivotCell;
}
