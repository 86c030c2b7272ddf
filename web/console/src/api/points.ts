// Points: how they are earned, what the shop owes in them, one customer's ledger, and what they buy.

import type { Id, Instant } from "./basics";
import type { DeliveryShown } from "./deliveries";
import type { Label } from "./rules";

export type PointsExpiry = { kind: "never" } | { kind: "days"; days: number } | { kind: "year_end"; years: number };
export type PointsBonus =
  | { kind: "product"; product_id: Id; percent: number }
  | { kind: "category"; category: string; percent: number }
  | { kind: "behaviour"; name: string; points: number; per_day: number }
  | { kind: "campaign"; name: string; from: Instant; until: Instant; percent: number; categories: string[] };
export interface PointsRules {
  enabled: boolean;
  /** `points` points for each `per` minor units paid. */
  per: number;
  points: number;
  /** Minor units that 100 points are worth. */
  value: number;
  expiry: PointsExpiry;
  return_days: number;
  waiting_days: number;
  notice_days: number[];
  short: "owe" | "forgive";
  bonuses: PointsBonus[];
}
export interface PointsBalance {
  available: number;
  pending: number;
  owed: number;
  value: number;
  currency: string;
  next_maturing: { at: Instant; points: number } | null;
  expiring: { at: Instant; points: number }[];
}
export interface PointsMove {
  id: Id;
  at: Instant;
  kind: "earn" | "spend" | "expire" | "adjust" | "reverse" | "expiring";
  points: number;
  reason: Label | null;
  by: string | null;
  order_id: Id | null;
  /** The order at the till that they were spent on. */
  order?: string | null;
  reverses: Id | null;
  /** What is still owed of it. */
  owed: number;
  key: string;
}
export interface Liability {
  as_of: Instant;
  available: number;
  pending: number;
  owed: number;
  holders: number;
  value: number;
  available_value: number;
  currency: string;
  months: { month: string; earned: number; spent: number; expired: number; adjusted: number; reversed: number }[];
  expiring: { month: string; points: number }[];
}
export interface MallItem {
  id: Id;
  kind: "goods" | "coupon" | "draw";
  name: Label;
  description: Label;
  points: number;
  stock: number | null;
  taken: number;
  per_customer: number | null;
  level: Id | null;
  starts_at: Instant | null;
  ends_at: Instant | null;
  active: boolean;
  ref: Id | null;
}
export interface MallOrder {
  id: Id;
  item_id: Id;
  item: Label;
  kind: string;
  customer_id: Id | null;
  customer: string | null;
  quantity: number;
  points: number;
  status: "claimed" | "fulfilled" | "cancelled";
  at: Instant;
  changed_at: Instant;
  note: string | null;
  delivery: DeliveryShown | null;
}
