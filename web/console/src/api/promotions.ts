// Promotions: how they stand, what buyers read of them, what a linter says, and carts tried under them.
import type { Id, Instant } from "./basics";
import type { LevelRef } from "./members";
import type { Buyer, Cart, Priced, Terms } from "./pricing";
import type { Label } from "./rules";

export type PromotionState = "draft" | "scheduled" | "running" | "paused" | "ended";
export interface PromotionRow {
  id: Id;
  key: string;
  name: Label;
  form: string;
  form_name: Label;
  state: PromotionState;
  /** A coupon programme's terms. */
  held: boolean;
  starts_at: Instant | null;
  ends_at: Instant | null;
  has_draft: boolean;
  revision: number;
  version: number;
  use: {
    orders: number;
    uses: number | null;
    spent: number;
    budget: number | null;
    pieces: number;
    stock: number | null;
    paid_orders: number;
    revenue: number;
  };
  updated_at: Instant;
  updated_by: string;
}
/** What runs in a period, and which of it opens earlier for levels with early access. */
export interface PromotionCalendar {
  items: PromotionRow[];
  early: { id: Id; at: Instant; words: Label }[];
}
/** What buyers read. */
export interface ShopWindow {
  title: Label;
  lines: Label[];
}
export interface PromotionFull extends PromotionRow {
  published: Terms | null;
  draft: Terms | null;
  window: ShopWindow;
}
export interface PromotionVersion {
  version: number;
  at: Instant;
  by: string;
  note: string | null;
  promotion: Terms;
}
export interface PromotionUse {
  order: string;
  state: "reserved" | "redeemed" | "released";
  amount: number;
  pieces: number;
  at: Instant;
  customer_id: Id | null;
  customer: string | null;
  coupon_id: Id | null;
}
export interface Finding {
  code: string;
  gravity: "error" | "warning" | "note";
  path: string;
  message: Label;
  cure: Label;
  promotions: { key: string; name: Label; id: Id | null }[];
}
export interface Lint {
  findings: Finding[];
  goods: number;
  goods_left_out: number;
  against: number;
}
export interface PromotionSettings {
  together: number | null;
  floor_per_mille: number;
  floor_at_cost: boolean;
  cap: { amount: number } | { per_mille: number } | null;
  search_steps: number;
  highest_prize: number;
  hold_minutes: number;
}
export interface PriceRequest {
  cart: Cart;
  customer?: { id: Id };
  codes?: string[];
  at?: Instant;
  with?: Id[];
  without?: Id[];
}
export interface PriceAnswer {
  priced: Priced;
  at: Instant;
  customer_id: Id | null;
  /** Lines for members of a level only that this buyer has not reached: the cart is priced without them. */
  closed: {
    line: string;
    product: string;
    level: LevelRef;
    missing: { level: LevelRef; amount: number | null; deals: number | null } | null;
    refused: { code: string; reason: Label };
  }[];
  codes: {
    code: string;
    coupon_id: Id | null;
    promotion: string | null;
    refused: { code: string; reason: Label } | null;
  }[];
  buyer: Buyer;
}
