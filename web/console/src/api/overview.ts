// What happened and what needs doing, as the first page reads it.
import type { Channel, Day, Id, Instant } from "./basics";

export interface Overview {
  as_of: Instant;
  range: { from: Day; to: Day };
  /** Null when the range holds all there is. */
  previous: { from: Day; to: Day } | null;
  sentence: string; // composed by the server in the request's language
  figures: Figure[]; // sales, deals, buyers, average_order, new_buyers, returning_buyers, repurchase_rate, refund_rate, open_proposals, pending_shipment ...
  /** Whether `sales` is day by day, week by week or month by month. */
  width: "day" | "week" | "month";
  sales: {
    day: Day;
    /** The last of these days. */
    until: Day;
    sales: number;
    previous: number | null;
    orders: number;
    new_buyers: number;
    returning_buyers: number;
  }[];
  channels: { channel: Channel; shop_id: Id; shop: string; sales: number; orders: number; buyers: number }[];
  /** returned[k]: buyers of that cohort who bought in month k (k=0 is size); rates[k]: their share in thousandths. */
  cohorts: { month: string; size: number; returned: number[]; rates: number[] }[];
  todo: {
    kind:
      | "proposals"
      | "refused_rows"
      | "unknown_statuses"
      | "parked_jobs"
      | "awaiting_shipment"
      | "refunds_open"
      | "no_data";
    count: number;
    link: string;
  }[];
  currency: string;
}
export interface Figure {
  key: string;
  value: number;
  previous: number | null;
  /** Thousandths of what it was; of a rate, thousandths of the whole. Null where there was nothing before. */
  change: number | null;
  unit: "money" | "count" | "rate_permille";
  definition: string;
  link: string | null;
  good: "up" | "down" | null;
}
