// 礼品: what is handed over by hand or by a third party, and how far each is.
import type { Id, Instant } from "./basics";
import type { DeliveryShown } from "./deliveries";
import type { Label } from "./rules";

export type GiftKind = "goods" | "digital";
export type GiftStatus = "due" | "sent" | "failed" | "cancelled";

export interface GivenGift {
  id: Id;
  name: Label;
  kind: GiftKind;
  /** What one is worth to the shop, minor units. */
  worth: number;
  source: "hand" | "birthday";
  reason: string | null;
  status: GiftStatus;
  /** A parcel's or a booking's number, or why it could not be sent. */
  note: string | null;
  customer_id: Id | null;
  customer: string | null;
  at: Instant;
  by: string | null;
  changed_at: Instant;
  changed_by: string | null;
  /** Where goods are sent, masked; null while nobody said. */
  delivery: DeliveryShown | null;
}
export interface GiftSummary {
  as_of: Instant;
  due: number;
  oldest_due_at: Instant | null;
  failed: number;
  sent: number;
  sent_worth: number;
  currency: string;
  /** Oldest first. */
  months: { month: string; given: number; worth: number }[];
}
export interface GiftsSettled {
  settled: GivenGift[];
  refused: { id: Id; code: string }[];
}
