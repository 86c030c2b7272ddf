// Customers: the list, the card with where each value came from, what they allow, what they did, how they are grouped.
import type { Channel, Id, Instant, Money } from "./basics";
import type { MergeRecord } from "./identity";

export type ContactGroup = "dealt" | "not_dealt" | "inquired" | "none";
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
