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
  /** What the business is likely to trade in. */
  currency: string;
}
export interface Field {
  id: Id;
  key: string;
  name: string;
  type: "text" | "number" | "money" | "date" | "yes_no" | "one_of" | "tags";
  options: string[];
  archived: boolean;
}
/** A property of events that the shop declared, so that rules can name it. */
export interface EventProperty {
  id: Id;
  /** The event that says it; null for every event. */
  event: string | null;
  key: string;
  title: string;
  type: Field["type"];
  options: string[];
  /** What rules call it. */
  name: string;
  /** `reading` while past events are being read again for it. */
  state: "ready" | "reading";
  uses: { kind: string; id: Id; name: string }[];
}
/** A key that events said lately and nobody declared. */
export interface SuggestedProperty {
  event: string;
  key: string;
  title: string;
  type: Field["type"];
  seen: number;
  of: number;
  examples: string[];
}
export interface EventName {
  name: string;
  count: number;
  first_at: Instant;
  last_at: Instant;
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
