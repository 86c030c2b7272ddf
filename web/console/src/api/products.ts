// What is sold.
import type { Id, Instant, Money } from "./basics";

/** A product as one shop lists it. */
export interface ProductListing {
  product_id: Id;
  number: string;
  shop_id: Id;
  shop: string;
}
export interface Product {
  id: Id;
  number: string;
  shop_id: Id;
  shop: string;
  title: string;
  sku: string | null;
  category: string | null;
  tags: string[];
  price: Money | null;
  cost: Money | null;
  stock: number | null;
  picture: string | null;
  sold: number;
  revenue: Money;
  buyers: number;
  last_sold_at: Instant | null;
}
