// Questions in SQL, as the API speaks of them.

import type { Id, Instant } from "./basics";
import type { Label } from "./rules";

export interface SqlColumn {
  name: string;
  type: string;
  label: Label;
  note: Label;
}
export interface SqlTable {
  name: string;
  label: Label;
  columns: SqlColumn[];
}
export interface SqlTables {
  tables: SqlTable[];
  time_zone: string;
}
export type CellType = "text" | "integer" | "number" | "float" | "flag" | "day" | "instant" | "other";
export type SqlCell = string | number | boolean | null;
export interface SqlAnswer {
  columns: { name: string; type: CellType }[];
  rows: SqlCell[][];
  /** There are more rows than were asked for. */
  more: boolean;
  at: Instant;
  position: number;
}
/** How an answer is drawn: along which column, which columns as bars or lines. */
export interface SqlChart {
  kind: "none" | "bar" | "line";
  along?: string;
  value?: string;
}
export interface SavedQuestion {
  id: Id;
  name: string;
  sql: string;
  chart: SqlChart | null;
  author: string;
  mine: boolean;
  updated_at: Instant;
}
