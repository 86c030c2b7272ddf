// Segments, what is asked of them, recipes, insight and webhooks, as the API speaks of them.

import type { Id, Instant } from "./basics";
import type { Label, Rule } from "./rules";

export type Origin = "own" | "recipe" | "automatic" | "relationship";
export interface Segment {
  id: Id;
  name: string;
  note: string;
  kind: "live" | "list";
  text: string | null;
  rule: Rule | null;
  sentence: Label | null;
  /** Null while it is not known. */
  size: number | null;
  size_at: Instant | null;
  state: "live" | "building" | "broken";
  /** Why it is broken. */
  problem: string | null;
  origin: Origin;
  recipe: string | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  version: number;
  uses: { kind: string; id: Id; name: string }[];
  tags: string[];
  entered_today: number;
  left_today: number;
}
/** A rule as its tree or its text, or a segment that is kept. */
export type Crowd = { rule: Rule } | { text: string } | { segment: Id };
export interface CountAnswer {
  customers: number;
  base: number;
  at: Instant;
  took_us: number;
  /** The number of every node, by its path from the root: `0.1`, where `not` has part 0. */
  parts?: { path: string; customers: number }[] | null;
}
export interface CrossAnswer {
  left: number;
  right: number;
  both: number;
  only_left: number;
  only_right: number;
  base: number;
  at: Instant;
}
export interface PreviewAnswer {
  enter: number;
  leave: number;
  size: number;
  at: Instant;
  /** The segments that name it, the nearest first. */
  users: PreviewUser[];
  more_users: number;
}
export interface PreviewUser {
  id: Id;
  name: string;
  /** Whether its own rule names it, not one in between. */
  direct: boolean;
  /** Null when it cannot be told. */
  enter: number | null;
  leave: number | null;
}
/** How far the data behind counts is put together. */
export interface Readiness {
  ready: boolean;
  done: number;
  total: number;
  at: Instant;
}
export interface Membership {
  id: Id;
  name: string;
  /** Null when since before anybody looked. */
  since: Instant | null;
}
export interface SegmentVersion {
  version: number;
  text: string;
  sentence: Label;
  at: Instant;
  by: string | null;
  note: string | null;
}
export interface SizePoint {
  at: Instant;
  size: number;
  entered: number;
  left: number;
}
export interface CrossingRow {
  customer: { id: Id; nick: string | null; name: string | null };
  entered: boolean;
  at: Instant;
  /** Something changed, an instant passed, or the rule was edited. */
  cause: "change" | "expiry" | "edit";
}
export interface ListMade {
  segment: Segment;
  /** Rows that name a customer. */
  matched: number;
  not_matched: number;
  /** Customers in the list; several rows may name one. */
  customers: number;
  /** The rows that matched nobody with why, as CSV; null when all did. */
  refused_file: string | null;
}
export interface RecipeParameter {
  key: string;
  label: Label;
  type: "days" | "number" | "money";
  value: string;
}
export interface Recipe {
  key: string;
  group: "automatic" | "relationship" | "recipe";
  label: Label;
  why: Label;
  text: string;
  /** The text with each number's key in braces in its place. */
  template: string;
  sentence: Label;
  parameters: RecipeParameter[];
  in_use: Id | null;
}
export interface SegmentSettings {
  new_customer_counts_pending: boolean;
  refunded_is_new: boolean;
  w1_days: number;
  w2_days: number;
}

export interface InsightBar {
  value: string;
  label: Label;
  /** Who has it, as a rule's text; of hours and days of the week. */
  rule?: string | null;
  customers: number;
  /** Of those whose value is known, in thousandths. */
  share: number;
  base_customers: number;
  base_share: number;
  /** Share over base share × 100; null where the base has nobody. */
  tgi: number | null;
  significant: boolean;
  p: number;
}
export interface InsightDimension {
  key: string;
  label: Label;
  kind: "choice" | "number_band" | "map" | "time" | "week_hours";
  /** How many of each crowd have a value that is known. */
  known: number;
  base_known: number;
  /** What is said of those who have no value. */
  lacking: Label;
  /** How many further values there are. */
  further: number;
  bars: InsightBar[];
}
export interface Insight {
  at: Instant;
  /** The crowd as a rule's text. */
  rule: string;
  segment: { customers: number };
  base: { customers: number };
  strongest: {
    dimension: string;
    value: string;
    label: Label;
    share: number;
    base_share: number;
    tgi: number;
    customers: number;
    /** The crowd's own rule asks for it. */
    asked: boolean;
  }[];
  /** Of each, as decimal text; empty when it is not known. */
  figures: { key: string; label: Label; segment: string; base: string; tgi: number | null }[];
  dimensions: InsightDimension[];
}

export interface Webhook {
  id: Id;
  url: string;
  topics: ("segment.entered" | "segment.left")[];
  /** Which segments; null for all. */
  segments: Id[] | null;
  active: boolean;
  created_at: Instant;
  created_by: string;
}
/** What holds for all webhooks. */
export interface WebhookSettings {
  /** Whether addresses of private networks and of the server's own machine may be told. */
  private_addresses: boolean;
}
export interface Delivery {
  id: Id;
  topic: string;
  at: Instant;
  tries: number;
  status: "delivered" | "waiting" | "failed";
  code: number | null;
  took_ms: number | null;
  request: string;
  response: string | null;
}
