// What a search over everything finds.
import type { CustomerRow } from "./customers";
import type { Order } from "./orders";
import type { Product } from "./products";

export interface SearchAnswer {
  customers: CustomerRow[];
  orders: Order[];
  products: Product[];
}
