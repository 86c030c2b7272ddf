// What is bought with what, as the API speaks of it. Shares are thousandths; `chance` is a plain probability.
import type { Day, Id } from "./basics";
import type { ProductListing } from "./products";
import type { Label } from "./rules";
import type { ValueHead } from "./value";

export interface BasketItem {
  /** The product's number, or the category; of goods that several shops list, of the listing that sold most. */
  key: string;
  title: string;
  product_id: Id | null;
  shop_id: Id | null;
  /** Every listing that is this product by the seller's code; none of a category. */
  listings: ProductListing[];
}
export interface BasketRule {
  given: BasketItem[];
  then: BasketItem[];
  both: number;
  with_given: number;
  with_then: number;
  support: number;
  confidence: number;
  lift: number;
  leverage: number;
  /** Null when A never stands without B. */
  conviction: number | null;
  chance: number;
  /** Of what is bought next. */
  days: number | null;
  backwards: number | null;
  /** Who bought A but not B. */
  rule: string;
}
export interface BasketSet {
  items: BasketItem[];
  baskets: number;
  support: number;
  rule: string;
}
export interface BasketsPage extends ValueHead {
  from: Day;
  to: Day;
  level: "product" | "category";
  way: "together" | "next";
  baskets: number;
  of_several: number;
  items: number;
  /** Products that stand for several listings. */
  folded: number;
  left_out: number;
  least: number;
  tried: number;
  found: number;
  significant: number;
  told: Label | null;
  rules: BasketRule[];
  sets: BasketSet[];
}
