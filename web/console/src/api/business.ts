// The business: its name, currency and zone, its shops, its first day, its own fields, its record of deeds and its jobs.
import type { Channel, Id, Instant } from "./basics";

export interface Business {
  name: string;
  currency: string;
  time_zone: string;
  locale: string | null;
  /** Days that the file of an import that was tried or failed is kept. */
  upload_days: number;
}
export interface Shop {
  id: Id;
  name: string;
  channel: Channel;
  platform_id: string | null;
  currency: string;
  archived: boolean;
}
export interface Setup {
  needed: boolean;
  demo: boolean;
}
export interface Field {
  id: Id;
  key: string;
  name: string;
  type: "text" | "number" | "money" | "date" | "yes_no" | "one_of" | "tags";
  options: string[];
  archived: boolean;
}
export interface AuditEntry {
  id: Id;
  at: Instant;
  actor: { kind: "user" | "key" | "system"; id: Id | null; name: string };
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  detail: Record<string, unknown>;
  address: string | null;
}
export interface Job {
  id: Id;
  kind: string;
  state: "queued" | "running" | "parked" | "done";
  attempts: number;
  run_at: Instant;
  last_error: string | null;
  created_at: Instant;
}
