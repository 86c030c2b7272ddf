// What every answer is made of. Money is integer minor units with a currency, instants are RFC 3339 in UTC, days are of the
// business's calendar.
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
