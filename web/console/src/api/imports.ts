// Files that are brought in: how far they are, what their columns mean, which rows were refused.
import type { Id, Instant } from "./basics";

export interface Import {
  id: Id;
  file_name: string;
  size: number;
  state: "waiting_mapping" | "queued" | "running" | "done" | "failed" | "cancelled";
  format: Format | null;
  shop_id: Id | null;
  dry_run: boolean;
  progress: {
    bytes_done: number;
    bytes_total: number;
    rows: number;
    rows_per_second: number | null;
    seconds_left: number | null;
  };
  counts: ImportCounts;
  problem: string | null;
  created_by: string;
  created_at: Instant;
  started_at: Instant | null;
  finished_at: Instant | null;
  preview: Preview | null;
  unknown_statuses: { status_raw: string; count: number }[];
  notes: string[];
  /** Whether its file is still on the server, so that it can be started again. */
  file_kept: boolean;
}
export type ImportCounts = Record<
  "customers" | "orders" | "lines" | "refunds" | "shipments" | "products" | "events",
  { created: number; changed: number; unchanged: number; refused: number }
>;
export interface Format {
  code: string /* "taobao.orders.e" | "taobao.items.3" | "pinduoduo.orders" | "table" ... */;
  name: string;
  encoding: string;
  confidence: "certain" | "likely";
}
export interface Preview {
  columns: string[];
  rows: string[][];
  guess: Mapping;
  targets: { entity: string; fields: { key: string; label: string; type: string; required: boolean }[] }[];
}
export interface Mapping {
  entity: "customers" | "products" | "orders" | "lines" | "refunds" | "events";
  columns: { column: string; field: string | null; options?: Record<string, string> }[];
  options: Record<string, string> /* time_zone, date_format, currency, decimal, ... */;
}
export interface Preset {
  id: Id;
  name: string;
  built_in: boolean;
  mapping: Mapping;
}
export interface RefusedRow {
  row: number;
  field: string | null;
  value: string | null;
  code: string;
  reason: string;
  cure: string;
  cells: string[];
}
