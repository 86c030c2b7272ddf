// Orders with their lines, refunds and parcels, and the words of their platforms for their states.
import type { Channel, Id, Instant, Money } from "./basics";

export interface Order {
  id: Id;
  number: string;
  shop_id: Id;
  shop: string;
  channel: Channel;
  customer_id: Id | null;
  customer: string | null /*masked label*/;
  status: string;
  status_raw: string;
  placed_at: Instant | null;
  paid_at: Instant | null;
  shipped_at: Instant | null;
  finished_at: Instant | null;
  goods: Money | null;
  shipping: Money | null;
  discount: Money | null;
  total: Money | null;
  paid: Money | null;
  refunded: Money | null;
  pieces: number | null;
  title: string | null;
  address: {
    province: string | null;
    city: string | null;
    district: string | null;
    street: string | null /*masked*/;
    zip: string | null;
    receiver: string | null /*masked*/;
    mobile: string | null /*masked*/;
  };
  buyer_note: string | null;
  seller_note: string | null;
  close_reason: string | null;
  lines: Line[];
  refunds: Refund[];
  shipments: Shipment[];
  extra: Record<string, string>;
}
export interface Line {
  id: Id;
  number: string;
  product_id: Id | null;
  title: string;
  sku: string | null;
  options: string | null;
  price: Money | null;
  quantity: number;
  total: Money | null;
  revenue: Money | null;
  refunded: Money | null;
  status: string;
  status_raw: string;
  category: string | null;
}
export interface Refund {
  id: Id;
  number: string;
  order_id: Id | null;
  order_number: string | null;
  amount: Money;
  status: string;
  status_raw: string;
  requested_at: Instant | null;
  finished_at: Instant | null;
  reason: string | null;
  title: string | null;
}
export interface Shipment {
  id: Id;
  carrier: string | null;
  tracking: string;
  shipped_at: Instant | null;
  trace: { at: Instant; text: string; place: string | null }[];
}
export interface StatusCount {
  status: string;
  status_raw: string;
  shop_id: Id;
  count: number;
}
