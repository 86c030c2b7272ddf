// Segments as files that the server makes in the background.
import type { Id, Instant } from "./basics";
import type { Label, Choice as RuleChoice } from "./rules";

export type ExportState = "waiting" | "running" | "finished" | "failed" | "stopped" | "gone";
export type ExportFormat = "csv" | "xlsx" | "parquet";
export interface SegmentExport {
  id: Id;
  /** Its name is as it was when the file was asked for. */
  segment: { id: Id; name: string };
  format: ExportFormat;
  columns: string[];
  /** Whether values stand in it in full. */
  revealed: boolean;
  state: ExportState;
  /** Customers looked at, of how many; the latter is 0 until they were counted. */
  done: number;
  total: number;
  bytes: number | null;
  created_at: Instant;
  created_by: string;
  finished_at: Instant | null;
  /** Until when the file can be fetched. */
  until: Instant | null;
  /** Why there is no file. */
  problem: string | null;
}

/** The columns that a segment's file may have beside a customer's own row. */
export interface FurtherColumns {
  groups: RuleChoice[];
  columns: { column: string; label: Label; group: string }[];
}
