// Coupons: programmes, how they are handed out, and what became of each.
import type { Id, Instant } from "./basics";
import type { Terms } from "./pricing";
import type { PromotionRow, ShopWindow } from "./promotions";
import type { Label } from "./rules";

export type CouponCodes = "none" | "single" | "unique";
export type CouponAudience = "member" | "newcomer" | "returning" | "public";
export interface ProgrammeHow {
  codes: CouponCodes;
  code: string | null;
  claimable: boolean;
  audience: CouponAudience;
  most: number | null;
  most_per_customer: number | null;
  most_per_device: number | null;
  valid_days: number | null;
  remind_days: number | null;
  transferable: boolean;
}
export interface CouponFunnel {
  issued: number;
  claimed: number;
  reserved: number;
  used: number;
  revenue: number;
  discount: number;
  expired: number;
  voided: number;
}
export interface CouponProgramme extends ProgrammeHow {
  id: Id;
  promotion: PromotionRow;
  kind: "fixed" | "percent" | "gift" | "shipping" | "other";
  window: ShopWindow;
  funnel: CouponFunnel;
  created_at: Instant;
}
export interface CouponProgrammeFull extends CouponProgramme {
  draft: Terms | null;
  published: Terms | null;
}
export interface CouponBatch {
  id: Id;
  programme_id: Id;
  to: "codes" | "segment" | "customers";
  total: number;
  done: number;
  issued: number;
  skipped: number;
  skipped_blacklisted: number;
  skipped_enough: number;
  state: "waiting" | "running" | "done" | "stopped" | "failed";
  problem: string | null;
  note: string | null;
  created_at: Instant;
  created_by: string;
  finished_at: Instant | null;
}
export type CouponState = "issued" | "held" | "reserved" | "used" | "expired" | "void";
export interface Coupon {
  id: Id;
  programme_id: Id;
  promotion: string;
  name: Label;
  code: string | null;
  state: CouponState;
  customer_id: Id | null;
  /** What its holder is called, where that may be seen. */
  customer: string | null;
  source: "code" | "claim" | "grant" | "transfer";
  issued_at: Instant;
  claimed_at: Instant | null;
  expires_at: Instant | null;
  order: string | null;
  used_at: Instant | null;
  reason: string | null;
}
