// 会员页: what buyers see at /my, and who brought whom.
import type { Id, Instant } from "./basics";

export type Reward =
  | { kind: "none" }
  | { kind: "points"; points: number }
  | { kind: "credit"; amount: number; valid_days?: number | null }
  | { kind: "coupon"; programme: Id };

export interface PortalReferral {
  enabled: boolean;
  referrer: Reward;
  newcomer: Reward;
  wait_days: number;
  most: number | null;
}
export interface PortalSettings {
  enabled: boolean;
  colour: string;
  welcome: { zh: string; en: string };
  shop: Id | null;
  referral: PortalReferral;
}
export interface Referred {
  id: Id;
  customer_id: Id | null;
  referrer_id: Id | null;
  at: Instant;
  state: "waiting" | "dealt" | "given" | "void";
  dealt_at: Instant | null;
  due_at: Instant | null;
  /** The code of the refusal. */
  problem: string | null;
  why: "same_person" | "not_new" | "counted" | "enough" | "barred" | null;
}
export interface Referrals {
  came_by: Referred | null;
  brought: Referred[];
}
