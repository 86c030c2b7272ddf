// 红包: credit that the shop gives, that runs out, and that pays at the till.
import type { Id, Instant } from "./basics";
import type { Label } from "./rules";

export interface Packet {
  id: Id;
  /** What the buyer reads: the reason, or the batch's name. */
  name: Label;
  amount: number;
  left: number;
  given_at: Instant;
  expires_at: Instant;
}
export interface Wallet {
  available: number;
  currency: string;
  packets: Packet[];
}
export interface WalletMove {
  id: Id;
  at: Instant;
  kind: "earn" | "spend" | "expire" | "adjust" | "reverse";
  amount: number;
  reason: Label | null;
  by: string | null;
  order: string | null;
  reverses: Id | null;
  key: string;
}
export interface WalletSettings {
  enabled: boolean;
  valid_days: number;
  most_at_once: number | null;
  /** Of what is left to pay, at most that much by credit. */
  share_per_mille: number;
  remind_days: number | null;
}
export interface WalletLiability {
  as_of: Instant;
  available: number;
  holders: number;
  currency: string;
  months: { month: string; given: number; spent: number; expired: number; adjusted: number; reversed: number }[];
  expiring: { month: string; amount: number }[];
}
export interface WalletBatch {
  id: Id;
  to: "segment" | "customers";
  name: Label;
  amount: number;
  expires_at: Instant;
  total: number;
  done: number;
  given: number;
  skipped: number;
  state: "waiting" | "running" | "done" | "stopped" | "failed";
  problem: string | null;
  created_at: Instant;
  created_by: string;
  finished_at: Instant | null;
}
