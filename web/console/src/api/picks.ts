// The potential of products, as the API speaks of it.
import type { Day, Id, Money } from "./basics";
import type { ProductListing } from "./products";
import type { Label } from "./rules";
import type { ValueHead } from "./value";

export type PickKey = "visit_time" | "click" | "favourite" | "inquiry" | "growth" | "bounce" | "stock" | "margin";
export interface PickSettings {
  weights: Record<PickKey, number>;
  cover_days: number;
}
export interface PickShare {
  key: PickKey;
  /** Seconds of the time a visit, days of the stock, else a ratio. */
  raw: number | null;
  drawn: number | null;
  /** Thousandths. */
  own: number;
  /** 0 to 100. */
  points: number | null;
}
export interface Pick {
  product_id: Id;
  number: string;
  title: string;
  category: string | null;
  shop_id: Id;
  shop: string;
  /** Every listing that is this product by the seller's code. */
  listings: ProductListing[];
  price: Money | null;
  stock: number | null;
  visits: number;
  sold: number;
  sold_before: number;
  /** 0 to 100. */
  score: number;
  parts: PickShare[];
  held_back: ("no_stock" | "loss" | "thin")[];
  /** Who looked at it and did not buy it. */
  rule: string;
}
export interface PicksPage extends ValueHead {
  from: Day;
  to: Day;
  products: number;
  unknown: number;
  visits: number;
  settings: PickSettings;
  parts: { key: PickKey; label: Label; weight: number; known: boolean; mean: number | null }[];
  picks: Pick[];
}
