// Behaviours that have a sentence of their own; the rest show the name that the sender gave them.
const KNOWN = {
  "product viewed": "viewed",
  product_viewed: "viewed",
  view: "viewed",
  "product added": "added",
  product_added: "added",
  add_to_cart: "added",
  "product removed": "removed",
  product_removed: "removed",
  "product added to wishlist": "wished",
  favourite: "wished",
  "products searched": "searched",
  products_searched: "searched",
  search: "searched",
  "cart viewed": "cart",
  cart_viewed: "cart",
  "checkout started": "checkout",
  checkout_started: "checkout",
  "order completed": "ordered",
  order_completed: "ordered",
  "product reviewed": "reviewed",
  product_reviewed: "reviewed",
  review: "reviewed",
  "product shared": "shared",
  share: "shared",
  "coupon applied": "coupon",
  coupon_applied: "coupon",
  page: "page",
  "page viewed": "page",
  page_viewed: "page",
  screen: "page",
  inquiry: "asked",
  "signed up": "signedUp",
  signed_up: "signedUp",
  "signed in": "signedIn",
  signed_in: "signedIn",
} as const;

export type EventKey = (typeof KNOWN)[keyof typeof KNOWN];

export function eventKey(name: string): EventKey | null {
  return (KNOWN as Record<string, EventKey>)[name.trim().toLowerCase()] ?? null;
}
