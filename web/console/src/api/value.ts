// Customer value and prediction, as the API speaks of them. A purchase is a day with at least one deal; the population of
// every figure is the customers with a purchase until `as_of`. Shares are thousandths unless said otherwise, money on its
// own is minor units of the head's currency.
import type { Day, Id, Instant, Money } from "./basics";
import type { Label } from "./rules";

/** How far the reckoning is, or how the last one went. */
export interface ValueRun {
  state: "none" | "waiting" | "running" | "done" | "failed";
  step: "reading" | "learning" | "scoring" | "writing" | null;
  /** Of the step; a total of 0 is not known yet. */
  done: number;
  total: number;
  asked_at: Instant | null;
  finished_at: Instant | null;
  /** Of the figures that are shown now. */
  as_of: Instant | null;
  customers: number;
  /** Customers whose scores the last one changed. */
  changed: number;
  took_ms: number | null;
}
export interface LifecycleLimits {
  new_days: number;
  sleeping_days: number;
  lost_days: number;
  loyal_purchases: number;
}
export interface ValueSettings {
  rfm: {
    ties: "together" | "by_order";
    nesting: "independent" | "nested";
    /** What parts high from low. */
    cut: "mean" | "median" | "scores" | "values";
    /** 1 to 5, for the cut by scores. */
    scores: { recency: number; frequency: number; monetary: number };
    values: { recency_days: number; frequency: number; monetary: number };
  };
  lifecycle: LifecycleLimits;
  /** Thousandths a year. */
  discount_rate: number;
  /** The churn risk is the chance of no purchase within so many days. */
  churn_days: number;
  /** Thousandths of revenue where a product's cost is not known. */
  usual_margin: number;
  /** Minor units for each; referrals in thousandths. */
  influence: {
    review: number;
    photo: number;
    answer: number;
    share: number;
    complaint: number;
    referral: number;
    referral_decay: number;
  };
  /** Minor units for each, and within how many hours a parcel is promised to be sent, and minutes a question to be replied to. */
  delivered: {
    promised_hours: number;
    point: number;
    early_hour: number;
    late_hour: number;
    returned: number;
    complaint: number;
    inquiry: number;
    reply_minutes: number;
    quick_reply: number;
    slow_hour: number;
    solved: number;
  };
  /** What sending a deal costs the shop, minor units. */
  shipping_cost: number;
}

export interface Definition {
  key: string;
  label: Label;
  text: Label;
}
export interface ValueHead {
  as_of: Instant;
  today: Day;
  population: number;
  currency: string;
  definitions: Definition[];
}
/** Between the ends of two months, the last one to today; the oldest first. The state "" is not yet a customer. */
export interface Flows {
  /** With who is in each now, and who was at the end of the month before, as rules. */
  states: { key: string; label: Label; rule?: string | null; rule_before?: string | null }[];
  months: { from: Day; to: Day; flows: ValueFlow[] }[];
}
export interface ValueFlow {
  from: string;
  to: string;
  customers: number;
  /** They as a rule, of the last month alone. */
  rule?: string | null;
  /** Of earlier months: by what they are named when a list is made of them. */
  kept?: string | null;
}
/** Customers whom no rule can name, behind a part of a picture of what has been. */
export interface KeptCrowd<Key extends string = string> {
  key: Key;
  customers: number;
  kept: string;
}

export interface ModelTrial {
  model: string;
  chosen: boolean;
  /** Of the hold-out; null when refused. */
  log_likelihood: number | null;
  refused: string | null;
  boundary: string | null;
  predicted: number;
  actual: number;
  mean_error: number;
  root_error: number;
  auc: number | null;
}
export interface ModelReport {
  used: "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "baseline";
  told: { code: "chosen" | "too_few" | "boundary" | "no_holdout"; text: Label };
  parameters: { name: string; value: number; error: number | null }[];
  spend: "gamma-gamma" | "own_mean";
  learnt_from: number;
  holdout: { from: Day; to: Day; customers: number } | null;
  /** The last one is the baseline. */
  trials: ModelTrial[];
  /** Mean purchases a customer in the hold-out; the last bin is of so many repeats or more. */
  calibration: {
    repeats: number;
    customers: number;
    predicted: number;
    actual: number;
    baseline: number;
    /** Whether half a purchase or more was foretold, and whether they bought. */
    crowds: KeptCrowd<"expected_came" | "expected_stayed" | "unexpected_came" | "unexpected_stayed">[];
  }[];
}
export interface ValueFigure {
  key:
    | "realised"
    | "margin"
    | "potential"
    | "influence"
    | "delivered"
    | "serve"
    | "buyers"
    | "expected_purchases"
    | "at_risk";
  value: number;
  unit: "money" | "count";
  rule: string | null;
}
export interface ValueBands {
  key: "realised" | "potential" | "influence" | "delivered";
  /** From (inclusive) to (exclusive), minor units. */
  bars: { from: number | null; to: number | null; customers: number; sum: number; rule: string }[];
}
/** Fifths, 5 the best. */
export interface ValueCell {
  realised: number;
  potential: number;
  customers: number;
  realised_sum: number;
  potential_sum: number;
  influence_sum: number;
  rule: string;
}
/** A month or year by when deals were paid; minor units. */
export interface ValuePeriod {
  start: Day;
  /** It is over. */
  whole: boolean;
  deals: number;
  paid: number;
  refunds: number;
  revenue: number;
  cost: number;
  margin: number;
  discounts: number;
  gifts: number;
  shipping: number;
  compensation: number;
  serve: number;
  /** Who had a deal in it; null of one customer's. */
  customers?: number | null;
  rule?: string | null;
}
/** The oldest first, without gaps. */
export interface ValuePeriods {
  months: ValuePeriod[];
  years: ValuePeriod[];
}
export interface ValuePage extends ValueHead {
  model: ModelReport;
  figures: ValueFigure[];
  bands: ValueBands[];
  matrix: ValueCell[];
  movement: Flows;
  periods: ValuePeriods;
}
export interface NextPurchase {
  /** One in ten buys before. */
  from: Day;
  day: Day;
  /** One in ten buys after. */
  to: Day;
  due: "not_yet" | "due" | "overdue";
}
export interface Scores {
  realised: Money;
  margin: Money;
  potential: Money;
  influence: Money;
  delivered: Money;
  /** 0 to 100, 50 when even; null when nothing was got nor given up. */
  delivered_index: number | null;
  serve: Money;
  expected_90: number;
  expected_365: number;
  /** Whole per cent; null without a model. */
  churn_risk: number | null;
  purchases: number;
  deals: number;
  first_purchase: Day;
  last_purchase: Day;
  next: NextPurchase | null;
  rfm: { recency: number; frequency: number; monetary: number; cell: number; group: string; group_label: Label };
  stage: string;
  stage_label: Label;
  /** A promotion's key or the source's words; null when nothing was used. */
  brought_by: string | null;
  first_channel: string | null;
}
interface Named {
  customer: { id: Id; nick: string | null; name: string | null };
}
export type ScoredCustomer = Named & Scores;

export interface RfmGroup {
  key: string;
  label: Label;
  customers: number;
  share: number;
  realised: number;
  potential: number;
  rule: string;
}
export interface RfmCell {
  recency: number;
  frequency: number;
  customers: number;
  realised: number;
  /** Minor units a customer. */
  mean: number;
  rule: string;
  monetary: { score: number; customers: number; rule: string }[];
}
export interface RfmPage extends ValueHead {
  /** What parts high from low; null when scores do. */
  thresholds: { recency_days: number; frequency: number; monetary: number } | null;
  scheme: { ties: string; nesting: string; cut: string; text: Label };
  groups: RfmGroup[];
  cells: RfmCell[];
  movement: Flows;
}
export interface LifecyclePage extends ValueHead {
  limits: LifecycleLimits;
  stages: RfmGroup[];
  movement: Flows;
}
export interface CohortCell {
  customers: number;
  /** Of so many: all of the cohort, or by campaign those of whom the period is over. */
  of: number;
  share: number;
  revenue: number;
  /** Revenue a customer until then. */
  cumulative: number;
  /** The period is over. */
  whole: boolean;
  /** Who bought in it, and who of the cohort did not, as rules; null by campaign. */
  rule?: string | null;
  rule_others?: string | null;
}
export type CohortsBy = "month" | "week" | "campaign";
export interface Cohort {
  start: Day;
  /** What brought them; null by period. */
  brought: { kind: "offer" | "channel" | "unknown"; key: string; label: Label | null } | null;
  customers: number;
  rule: string;
  cells: CohortCell[];
}
export interface CohortsPage extends ValueHead {
  by: CohortsBy;
  periods: number;
  cohorts: Cohort[];
  /** By campaign: customers of smaller ones than those shown. */
  left_out: number;
  /** Share by period over all cohorts whose period is over. */
  mean: (number | null)[];
}
export interface FamilyRhythm {
  family: string;
  usual_gap: number;
  /** Days a unit. */
  by_unit: boolean;
  replenished: boolean;
  customers: number;
  due_week: number;
  /** Of what is used up; else empty. */
  due: { key: "due_week" | "due" | "overdue"; customers: number; rule: string }[];
}
export interface NextPage extends ValueHead {
  due: { key: "due_week" | "due" | "overdue"; customers: number; potential: number; rule: string }[];
  calendar: { day: Day; customers: number; rule: string }[];
  usual_gap: number | null;
  /** Mean absolute errors in days; `inside` is the share of hidden gaps within the interval, which should be 800. */
  backtest: {
    customers: number;
    rhythm: number;
    last_gap: number;
    own_median: number;
    shop_median: number;
    inside: number;
    /** Where the hidden purchase lay beside the days between which eight in ten should lie. */
    landed: KeptCrowd<"earlier" | "inside" | "later">[];
  } | null;
  told: Label | null;
  families: FamilyRhythm[];
}
export interface DueCustomer extends Named {
  family: string | null;
  last_purchase: Day;
  next: NextPurchase;
  potential: Money;
  churn_risk: number | null;
}
export interface ConcentrationPage extends ValueHead {
  of: "realised" | "potential";
  total: number;
  /** 0 to 1. */
  gini: number | null;
  /** Share of customers, share of the value, 0 to 1, the poorest first. */
  lorenz: number[][];
  tops: { percent: number; customers: number; share: number; least: number; rule: string }[];
  needed: { percent: number; customers: number; share: number }[];
  below_zero: number;
}
export interface ValuePart {
  /** `revenue`, `refunds`, `cost`, `referrals`, `reviews`, `photos`, `answers`, `shares`, `complaints`, or a part of what was delivered. */
  key: string;
  value: number;
  count: number | null;
  label: Label;
}
export interface CardValue {
  /** Null before the first reckoning. */
  as_of: Instant | null;
  currency: string;
  scores: Scores | null;
  parts: ValuePart[];
  /** Minor units; what is a burden to her, or a cost to the shop, is below zero. */
  delivered: {
    got: number;
    burden: number;
    value: number;
    index: number | null;
    parts: ValuePart[];
    serve: ValuePart[];
  } | null;
  alive: { day: Day; share: number; bought: boolean }[];
  alive_note: Label | null;
  reasons: { key: string; text: Label }[];
  families: { family: string; last: Day; next: NextPurchase }[];
  periods: ValuePeriods;
  definitions: Definition[];
}

/** How far an answer is that takes a while; the step is null when the question is not under way. */
export interface QuestionProgress {
  step: string | null;
  place: number;
  steps: number;
  /** Such as lines read; 0 where nothing is counted. */
  done: number;
}
