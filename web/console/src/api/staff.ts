// Who works here: the session, what each role may do, colleagues, keys and what they are told.
import type { Id, Instant } from "./basics";
import type { Business, Shop } from "./business";

export type Role = "owner" | "operator" | "agent" | "analyst";
export type Permission =
  | "customers.read"
  | "customers.write"
  | "customers.merge"
  | "customers.reveal"
  | "customers.export"
  | "customers.erase"
  | "orders.read"
  | "orders.write"
  | "products.read"
  | "products.write"
  | "events.read"
  | "events.write"
  | "segments.read"
  | "segments.write"
  | "members.read"
  | "members.write"
  | "members.care"
  | "points.spend"
  | "promotions.read"
  | "promotions.write"
  | "coupons.read"
  | "coupons.write"
  | "coupons.export"
  | "checkout.use"
  | "webhooks.manage"
  | "sql.run"
  | "imports.read"
  | "imports.write"
  | "overview.read"
  | "settings.read"
  | "settings.write"
  | "users.manage"
  | "keys.manage"
  | "audit.read"
  | "jobs.manage";
/** What each role may do. */
export interface Roles {
  permissions: Permission[];
  roles: { role: Role; permissions: Permission[] }[];
}
export interface Session {
  user: { id: Id; name: string; login: string; role: Role; locale: "zh-CN" | "en"; theme: "light" | "dark" | "system" };
  business: Business;
  shops: Shop[]; // shops this user may see
  permissions: Permission[];
  csrf: string;
  version: string;
  demo: boolean;
}
export interface User {
  id: Id;
  name: string;
  login: string;
  role: Role;
  shop_ids: Id[] | null;
  disabled: boolean;
  last_seen_at: Instant | null;
  created_at: Instant;
}
export interface ApiKey {
  id: Id;
  name: string;
  kind: "api" | "write";
  prefix: string;
  scopes: Permission[];
  shop_id: Id | null;
  created_at: Instant;
  last_used_at: Instant | null;
  revoked: boolean;
}
export interface Notification {
  id: Id;
  at: Instant;
  kind: string;
  title: string;
  detail: string;
  link: string | null;
  read: boolean;
}
