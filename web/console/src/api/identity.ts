// Who is whom: merges that were made and those that are proposed.
import type { Id, Instant } from "./basics";
import type { CustomerRow } from "./customers";

export interface MergeRecord {
  id: Id;
  at: Instant;
  by: string;
  reason: string;
  kind: "merge" | "unmerge";
  profile_ids: Id[];
  from_customer: Id;
  to_customer: Id;
  undoable: boolean;
}
export interface Proposal {
  id: Id;
  score: number /*0..1*/;
  /** Bits: what evidence says adds up to it from `start`. */
  weight: number;
  start: number;
  state: "open" | "accepted" | "refused";
  reason: "name_address" | "similar_name_same_address" | "shared_mobile";
  evidence: {
    field: string;
    left: string | null;
    right: string | null;
    agreement: "same" | "similar" | "different" | "missing";
    /** Null where one side does not say. */
    level: string | null;
    m: number | null;
    u: number | null;
    weight: number;
  }[];
  left: CustomerRow;
  right: CustomerRow;
  created_at: Instant;
  decided_by: string | null;
  decided_at: Instant | null;
}
