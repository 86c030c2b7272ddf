// What is sold.
import type { Id, Instant, Money } from "./basics";

export interface Product {
  id: Id;
  number: string;
  shop_id: Id;
  shop: string;
  title: string;
  sku: string | null;
  category: string | null;
  price: Money | null;
  cost: Money | null;
  stock: number | null;
  picture: string | null;
  sold: number;
  revenue: Money;
  buyers: number;
  last_sold_at: Instant | null;
}
