// 抽奖: draws and scratch cards whose odds are published and whose rolls anybody can check. Chances are parts of a million.

import type { Id, Instant } from "./basics";
import type { DeliveryShown } from "./deliveries";
import type { Label } from "./rules";

export type DrawState = "draft" | "scheduled" | "running" | "ended";
export type PrizeKind = "coupon" | "points" | "credit" | "goods" | "other";
export interface DrawPrize {
  kind: PrizeKind;
  name: Label;
  worth: number;
  quantity: number;
  chance_ppm: number;
  ref: Id | null;
  amount: number | null;
  valid_days: number | null;
}
export type DrawRule = "conditions" | "drawing" | "claiming" | "delivery" | "forfeiting" | "organiser";
export interface DrawTerms {
  kind: "wheel" | "scratch";
  name: Label;
  starts_at: Instant;
  ends_at: Instant;
  members_only: boolean;
  level: Id | null;
  free: number;
  points: number | null;
  most_per_customer: number | null;
  most_per_day: number | null;
  prizes: DrawPrize[];
  rules: Record<DrawRule, Label>;
}
export interface Draw {
  id: Id;
  terms: DrawTerms;
  state: DrawState;
  revision: number;
  /** SHA-256 of the seed, from publication on; the seed itself once it has ended. */
  commitment: string | null;
  seed: string | null;
  tickets: number;
  winners: number;
  left: number[];
  waiting: number;
  problems: number;
  created_at: Instant;
  published_at: Instant | null;
  ended_at: Instant | null;
  end_reason: string | null;
  kept_until: Instant | null;
}
export interface Ticket {
  id: Id;
  draw_id: Id;
  number: number;
  mark: string;
  roll: number;
  prize: number | null;
  prize_name: Label | null;
  missed: boolean;
  status: "none" | "waiting" | "given" | "forfeited";
  problem: string | null;
  customer_id: Id | null;
  customer: string | null;
  at: Instant;
  settled_at: Instant | null;
  note: string | null;
  paid_with: "free" | "given" | "points";
  sends: boolean;
  delivery: DeliveryShown | null;
}
export interface DrawProof {
  draw_id: Id;
  commitment: string;
  seed: string | null;
  chances: { chance_ppm: number; quantity: number }[];
  tickets: { number: number; mark: string; roll: number; prize: number | null }[];
  next: number | null;
}
export interface DrawVerdict {
  valid: boolean;
  checked: number;
  faults: { number: number | null; fault: "seed" | "gap" | "roll" | "prize" }[];
}
