// Membership: the programme with its levels, its members, and one customer's part in it.
import type { Id, Instant } from "./basics";
import type { Label } from "./rules";

export type CountedBy = "amount" | "deals" | "either" | "both";
export interface Benefits {
  /** What is kept of a price, in thousandths: 950 is 9.5折. */
  discount: number;
  free_shipping: boolean;
  /** 100 earns points as everybody does. */
  points_percent: number;
  birthday_gift: Label | null;
  /** It is goods, which are sent; it may be left out on the way there. */
  birthday_gift_sends?: boolean | null;
  /** It may be left out on the way there. */
  birthday_points: number | null;
  member_only: boolean;
  early_access_hours: number;
  return_days: number;
  priority: number;
}
export interface MemberLevel {
  id: Id | null;
  name: Label;
  amount: number | null;
  deals: number | null;
  benefits: Benefits;
}
export interface Programme {
  enabled: boolean;
  since: Instant | null;
  ways: { open: boolean; invitation: boolean; phone: boolean; automatic: boolean };
  why_join: Label;
  number_prefix: string;
  by: CountedBy;
  period_days: number | null;
  expiry_days: number | null;
  refunds: "reverse" | "keep";
  levels: MemberLevel[];
  budget: {
    points_a_month: number | null;
    levels_a_month: number | null;
    credit_a_month?: number | null;
    gifts_a_month?: number | null;
    coupons_a_month?: number | null;
  };
}
export interface MemberGoodsRule {
  /** By their numbers. */
  products: string[];
  categories: string[];
  /** From which on they are sold; null for the lowest one with the benefit. */
  level: Id | null;
}
export interface MemberGoods {
  rules: MemberGoodsRule[];
}
export interface ProgrammePreview {
  members: number;
  moves: { from: Id | null; to: Id | null; to_index: number | null; members: number }[];
  joins: number;
}
export interface Recompute {
  state: "idle" | "waiting" | "running" | "done";
  done: number;
  total: number;
  moved: number;
  joined: number;
  started_at: Instant | null;
  finished_at: Instant | null;
}
export interface LevelRef {
  id: Id;
  name: Label;
  index: number;
}
export type JoinSource = "open" | "invitation" | "phone" | "automatic" | "staff";
export interface MemberRow {
  customer_id: Id;
  name: string | null;
  number: string;
  level: LevelRef | null;
  level_since: Instant | null;
  level_until: Instant | null;
  locked: boolean;
  joined_at: Instant;
  source: JoinSource;
  amount: number;
  deals: number;
}
export interface PyramidMonth {
  month: string;
  joined: number;
  left: number;
  up: number;
  down: number;
  levels: { id: Id; entered: number; left: number }[];
}
export interface Pyramid {
  as_of: Instant;
  members: number;
  none: number;
  levels: { id: Id; name: Label; members: number; locked: number }[];
  months: PyramidMonth[];
}
export interface CareBudget {
  cap: number | null;
  used: number;
  left: number | null;
}
export interface Invitation {
  code: string;
  name: string;
  cap: number | null;
  used: number;
  ends_at: Instant | null;
  created_at: Instant;
}
export interface CustomerMembership {
  customer_id: Id;
  member: boolean;
  number: string | null;
  joined_at: Instant | null;
  source: JoinSource | null;
  level: LevelRef | null;
  level_since: Instant | null;
  level_until: Instant | null;
  locked: boolean;
  lock_reason: string | null;
  amount: number;
  deals: number;
  currency: string;
  next: { level: LevelRef; amount: number | null; deals: number | null } | null;
  benefits: Benefits | null;
  why_join: Label;
}
export interface LevelChange {
  id: Id;
  at: Instant;
  kind: "joined" | "left" | "level" | "birthday";
  from: LevelRef | null;
  to: LevelRef | null;
  cause: "join" | "deal" | "refund" | "hand" | "programme" | "expiry" | "renewal" | "merge" | "unmerge" | "birthday";
  amount: number;
  deals: number;
  until: Instant | null;
  locked: boolean;
  reason: string | null;
  by: string | null;
}
