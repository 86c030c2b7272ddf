// The shapes that the HTTP API speaks, as the console reads them.
//
// Copied from the contract until `openapi-typescript` writes them from the committed OpenAPI document; nothing outside
// src/api imports this file by name (import from "../api"), so that the change is made in one place.
// Money is integer minor units with a currency; instants are RFC 3339 in UTC; days are in the business time zone.

export type Id = string;
export type Instant = string;
export type Day = string;
export interface Money {
  amount: number;
  currency: string;
}
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  /** Some lists say where they go on by this name. */
  next?: string | null;
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
export interface Business {
  name: string;
  currency: string;
  time_zone: string;
  locale: string | null;
  /** Days that the file of an import that was tried or failed is kept. */
  upload_days: number;
}
/** What each role may do. */
export interface Roles {
  permissions: Permission[];
  roles: { role: Role; permissions: Permission[] }[];
}
export type Channel =
  | "taobao"
  | "tmall"
  | "jd"
  | "pinduoduo"
  | "douyin"
  | "youzan"
  | "web"
  | "pos"
  | "phone"
  | "email"
  | "wecom"
  | "other";
export interface Shop {
  id: Id;
  name: string;
  channel: Channel;
  platform_id: string | null;
  currency: string;
  archived: boolean;
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
export interface Field {
  id: Id;
  key: string;
  name: string;
  type: "text" | "number" | "money" | "date" | "yes_no" | "one_of" | "tags";
  options: string[];
  archived: boolean;
}
export interface AuditEntry {
  id: Id;
  at: Instant;
  actor: { kind: "user" | "key" | "system"; id: Id | null; name: string };
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  detail: Record<string, unknown>;
  address: string | null;
}
export interface Job {
  id: Id;
  kind: string;
  state: "queued" | "running" | "parked" | "done";
  attempts: number;
  run_at: Instant;
  last_error: string | null;
  created_at: Instant;
}
export interface Overview {
  as_of: Instant;
  range: { from: Day; to: Day };
  previous: { from: Day; to: Day };
  sentence: string; // composed by the server in the request's language
  figures: Figure[]; // sales, deals, buyers, average_order, new_buyers, returning_buyers, repurchase_rate, refund_rate, open_proposals, pending_shipment ...
  sales: {
    day: Day;
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
  unit: "money" | "count" | "rate_permille";
  definition: string;
  link: string | null;
  good: "up" | "down" | null;
}
export interface CustomerRow {
  id: Id;
  nick: string | null;
  name: string | null /*masked*/;
  mobile: string | null /*masked*/;
  email: string | null /*masked*/;
  contact_group: ContactGroup;
  province: string | null;
  city: string | null;
  channels: Channel[];
  deals: number;
  deal_amount: Money;
  average_order: Money | null;
  items: number;
  closed: number;
  closed_amount: Money;
  first_deal_at: Instant | null;
  last_deal_at: Instant | null;
  created_at: Instant;
  groups: { id: Id; name: string }[];
  tags: string[];
  blacklisted: boolean;
  profiles: number;
  gender: string | null;
  birthday: string | null;
  proposals: number;
}
export type ContactGroup = "dealt" | "not_dealt" | "inquired" | "none";
export interface CustomerCard extends CustomerRow {
  attributes: Attribute[]; // name, gender, birthday, mobile, email, province, city, district, street, zip, nick, registered_at, buyer_credit + custom fields (key "field:<key>")
  identifiers: {
    id: Id;
    kind: string;
    value: string /*masked*/;
    profile_id: Id;
    strength: "strong" | "weak";
    first_seen_at: Instant;
  }[];
  profile_list: Profile[];
  graph: {
    nodes: { id: string; kind: "customer" | "profile" | "identifier"; label: string; detail: string }[];
    links: { from: string; to: string; reason: string }[];
  };
  consents: Consent[];
  personalisation: boolean;
  may_send: { channel: string; purpose: string; allowed: boolean; reason: string }[];
  months: { month: string; orders: number; amount: number }[];
  notes: Note[];
  merges: MergeRecord[];
}
export interface Attribute {
  key: string;
  label: string;
  type: string;
  value: unknown;
  display: string | null /*masked text*/;
  sensitive: boolean;
  source: { kind: string; name: string; at: Instant } | null;
  history: { value: unknown; source: string; at: Instant }[];
}
export interface Profile {
  id: Id;
  source: string /* e.g. "taobao:旗舰店" */;
  channel: Channel;
  shop_id: Id | null;
  label: string;
  first_seen_at: Instant;
  last_seen_at: Instant;
  orders: number;
  events: number;
  merged_by: "identifier" | "person" | null;
}
export interface Consent {
  purpose: "marketing" | "service" | "profiling";
  channel: "sms" | "email" | "phone" | "wecom" | "any";
  state: "granted" | "refused" | "unknown";
  evidence: string | null;
  source: string | null;
  at: Instant | null;
}
export interface Note {
  id: Id;
  text: string;
  author: string;
  at: Instant;
  pinned: boolean;
}
export interface MergeRecord {
  id: Id;
  at: Instant;
  by: string;
  reason: string;
  kind: "merge" | "unmerge";
  profile_ids: Id[];
  from_customer: Id;
  to_customer: Id;
  undoable: boolean;
}
export interface TimelineItem {
  id: string;
  at: Instant;
  kind: string;
  channel: Channel | null;
  shop: string | null;
  title: string;
  detail: Record<string, unknown>;
  link: string | null;
  profile_id: Id | null;
}
export interface View {
  id: Id;
  list: string;
  name: string;
  query: Record<string, string>;
  columns: string[];
  shared: boolean;
}
export interface Proposal {
  id: Id;
  score: number /*0..1*/;
  state: "open" | "accepted" | "refused";
  reason: "name_address" | "similar_name_same_address" | "shared_mobile";
  evidence: {
    field: string;
    left: string | null;
    right: string | null;
    agreement: "same" | "similar" | "different" | "missing";
    weight: number;
  }[];
  left: CustomerRow;
  right: CustomerRow;
  created_at: Instant;
  decided_by: string | null;
  decided_at: Instant | null;
}
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
export interface Import {
  id: Id;
  file_name: string;
  size: number;
  state: "waiting_mapping" | "queued" | "running" | "done" | "failed" | "cancelled";
  format: Format | null;
  shop_id: Id | null;
  dry_run: boolean;
  progress: {
    bytes_done: number;
    bytes_total: number;
    rows: number;
    rows_per_second: number | null;
    seconds_left: number | null;
  };
  counts: ImportCounts;
  problem: string | null;
  created_by: string;
  created_at: Instant;
  started_at: Instant | null;
  finished_at: Instant | null;
  preview: Preview | null;
  unknown_statuses: { status_raw: string; count: number }[];
  notes: string[];
  /** Whether its file is still on the server, so that it can be started again. */
  file_kept: boolean;
}
export type ImportCounts = Record<
  "customers" | "orders" | "lines" | "refunds" | "shipments" | "products" | "events",
  { created: number; changed: number; unchanged: number; refused: number }
>;
export interface Format {
  code: string /* "taobao.orders.e" | "taobao.items.3" | "pinduoduo.orders" | "table" ... */;
  name: string;
  encoding: string;
  confidence: "certain" | "likely";
}
export interface Preview {
  columns: string[];
  rows: string[][];
  guess: Mapping;
  targets: { entity: string; fields: { key: string; label: string; type: string; required: boolean }[] }[];
}
export interface Mapping {
  entity: "customers" | "products" | "orders" | "lines" | "refunds" | "events";
  columns: { column: string; field: string | null; options?: Record<string, string> }[];
  options: Record<string, string> /* time_zone, date_format, currency, decimal, ... */;
}
export interface RefusedRow {
  row: number;
  field: string | null;
  value: string | null;
  code: string;
  reason: string;
  cure: string;
  cells: string[];
}

export interface Setup {
  needed: boolean;
  demo: boolean;
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
export interface Group {
  id: Id;
  name: string;
  size: number;
}
export interface Tag {
  name: string;
  size: number;
}
export interface CustomerCounts {
  as_of: Instant;
  all: number;
  dealt: number;
  not_dealt: number;
  inquired: number;
  exact: boolean;
}
export interface Preset {
  id: Id;
  name: string;
  built_in: boolean;
  mapping: Mapping;
}
export interface StatusCount {
  status: string;
  status_raw: string;
  shop_id: Id;
  count: number;
}
export interface SearchAnswer {
  customers: CustomerRow[];
  orders: Order[];
  products: Product[];
}
