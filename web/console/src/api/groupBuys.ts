// 拼团: groups of buyers that a group price asks for, and who is in each.
import type { Id, Instant } from "./basics";

export type GroupBuyStatus = "open" | "filled" | "failed";
export type GroupBuyCause = "expired" | "called_off" | "abandoned";
export type GroupPlaceState = "held" | "paid" | "released" | "withdrawn" | "refund_due" | "refunded";

export interface GroupBuy {
  id: Id;
  /** What it is shared by. */
  code: string;
  promotion_id: Id;
  promotion: string;
  name: { zh: string; en: string };
  status: GroupBuyStatus;
  cause: GroupBuyCause | null;
  reason: string | null;
  by: string | null;
  size: number;
  paid: number;
  held: number;
  missing: number;
  opened_at: Instant;
  ends_at: Instant;
  ended_at: Instant | null;
  leader_id: Id | null;
  leader: string | null;
  /** Minor units. */
  amount: number;
  to_refund: number;
}
export interface GroupBuyPlace {
  id: Id;
  state: GroupPlaceState;
  leads: boolean;
  customer_id: Id | null;
  customer: string | null;
  order: string | null;
  amount: number;
  joined_at: Instant;
  paid_at: Instant | null;
  until: Instant | null;
  left_at: Instant | null;
}
export interface GroupBuyFull extends GroupBuy {
  places: GroupBuyPlace[];
}
export interface GroupBuyPromotion {
  promotion_id: Id;
  promotion: string;
  name: { zh: string; en: string };
  open: number;
  filled: number;
  failed: number;
  fill_per_mille: number | null;
  amount: number;
}
export interface GroupBuySummary {
  as_of: Instant;
  open: number;
  missing: number;
  next_end_at: Instant | null;
  filled: number;
  failed: number;
  abandoned: number;
  fill_per_mille: number | null;
  amount: number;
  to_refund: number;
  refund_amount: number;
  currency: string;
  promotions: GroupBuyPromotion[];
}
