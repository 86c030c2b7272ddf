// The dimensions under what they are about, in the order of the page. Pure.
import type { InsightDimension } from "../api";

export const TOPICS = ["person", "member", "trade", "value", "goods", "time", "channel", "more"] as const;
export type Topic = (typeof TOPICS)[number];

const OF: Record<string, Topic> = {
  gender: "person",
  age: "person",
  province: "person",
  city: "person",
  member: "member",
  level: "member",
  tags: "member",
  contact_group: "trade",
  first_deal: "trade",
  last_deal: "trade",
  deals: "trade",
  deal_amount: "trade",
  average_order: "trade",
  refunds: "trade",
  coupons_used: "trade",
  coupon: "trade",
  stage: "value",
  rfm: "value",
  rfm_cell: "value",
  potential: "value",
  delivered: "value",
  churn_risk: "value",
  category: "goods",
  product: "goods",
  price_band: "goods",
  viewed_category: "goods",
  visits: "goods",
  hour: "time",
  weekday: "time",
  week_hours: "time",
  channels: "channel",
  shops: "channel",
  reachable: "channel",
  blacklisted: "channel",
};

export interface Section {
  topic: Topic;
  dimensions: InsightDimension[];
}

/** The topics that have something to show; a dimension that is new stands under the last. */
export function sectionsOf(dimensions: InsightDimension[]): Section[] {
  const shown = dimensions.filter((one) => one.bars.length > 0);
  return TOPICS.map((topic) => ({
    topic,
    dimensions: shown.filter((one) => (OF[one.key] ?? "more") === topic),
  })).filter((one) => one.dimensions.length > 0);
}
