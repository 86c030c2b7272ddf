// The forms of the pricing engine: a promotion's terms, a cart, and a cart with its prices. Amounts are minor units, rates
// what is kept of a price in thousandths (880 is 8.8折), hours the shop's wall clock.
import type { Label } from "./rules";

export type At = { amount: number } | { quantity: number };
export type Cut = { price: number } | { keep: number } | { off: number };
export interface Gift {
  sku: string;
  name: Label;
  quantity: number;
  worth: number;
}
/** One form of offer by its tag. */
export interface Offers {
  amount_off: { steps: { at: At; off: number }[]; repeat?: number };
  percent_off: { steps: { at: At; keep: number }[] };
  gift: { steps: { at: At; gifts: Gift[] }[]; repeat?: number };
  redeem: { at: At; price: number; products: string[]; limit: number };
  discount: { keep: number };
  nth_discount: { n: number; keep: number; times?: number };
  buy_get: { buy: number; get: number; times?: number };
  bundle: { quantity: number; price: number; times?: number };
  package: { parts: { product: string; quantity: number }[]; price: number; times?: number };
  ladder_quantity: { steps: { from: number; cut: Cut }[] };
  ladder_order: { steps: { up_to: number; cut: Cut }[] };
  flash: { cut: Cut; stock: number; limit?: number };
  group: { size: number; hours: number; cut: Cut };
  presale: { deposit: number; worth: number };
  free_shipping: { at?: At; off?: number };
  member_price: { prices: { level: string; cut: Cut }[] };
  newcomer_price: { cut: Cut; limit?: number };
  clearance: { cut: Cut; stock?: number };
  points: { points: number; worth: number; most: number };
  special: { was: number; now: number; gifts?: Gift[] };
}
export type Form = keyof Offers;
/** Exactly one form. */
export type Offer = { [F in Form]?: Offers[F] };
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export interface Goods {
  products?: string[];
  skus?: string[];
  categories?: string[];
  tags?: string[];
}
export interface Scope {
  goods?: Goods;
  except?: Goods;
  segments?: string[];
  levels?: string[];
  channels?: string[];
  regions?: string[];
  first_order?: boolean;
  from?: string;
  /** `false` opens it for everybody at once. */
  early_access?: boolean;
  until?: string;
  weekdays?: Weekday[];
  hours?: { from: string; to: string }[];
}
export type Layer = "item" | "shop" | "coupon" | "points" | "shipping";
export interface Terms {
  key: string;
  name: Label;
  offer: Offer;
  scope?: Scope;
  layer?: Layer;
  held?: boolean;
  priority?: number;
  exclusive?: string;
  alone?: boolean;
  max_off?: number;
  budget?: number;
  uses?: number;
  uses_per_customer?: number;
}
export interface CartLine {
  key: string;
  product: string;
  sku?: string;
  categories?: string[];
  quantity: number;
  unit_price: number;
}
export interface Cart {
  currency: string;
  shipping: number;
  spend_points?: number;
  buyer?: Buyer;
  /** Groups that the buyer is in, by their promotion's key, and how many are in each. */
  groups?: Record<string, number>;
  lines: CartLine[];
}
export interface Buyer {
  level?: string | null;
  segments?: string[];
  first_order?: boolean;
  coupons?: string[];
  points?: number;
  region?: string;
  channel?: string;
}
export interface PricedLine {
  key: string;
  quantity: number;
  before: number;
  payable: number;
  deposit?: number | null;
  applied: { promotion: string; name: Label; amount: number }[];
  refused: { promotion: string; code: string; reason: Label }[];
}
export interface Priced {
  currency: string;
  goods: number;
  discount: number;
  shipping: number;
  shipping_discount: number;
  total: number;
  deposit?: number | null;
  points_spent: number;
  lines: PricedLine[];
  offers: {
    promotion: string;
    name: Label;
    layer: Layer;
    amount: number;
    lines: string[];
    /** Why it applies before it opens for everybody. */
    early_access?: Label | null;
  }[];
  refused: { promotion: string; name: Label; code: string; reason: Label }[];
  next: { promotion: string; missing: At; words: Label }[];
  gifts: { promotion: string; gift: Gift }[];
  redeemable: { promotion: string; products: string[]; price: number; limit: number }[];
  search: { steps: number; complete: boolean; message?: Label | null };
}
