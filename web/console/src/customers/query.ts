// The list's query as the address has it, and as the server is asked. Days in the address are days of the business;
// the server is asked for instants.
import type { Params } from "../api";
import { daysAfter, instantAt } from "../kit/wallClock";

export const FILTERS = [
  "province",
  "channel",
  "source",
  "group",
  "tag",
  "min_deals",
  "max_deals",
  "min_amount",
  "max_amount",
  "last_deal_from",
  "last_deal_to",
  "consent",
  "blacklisted",
] as const;
export type FilterKey = (typeof FILTERS)[number];
export const TABS = ["all", "dealt", "not_dealt", "inquired"] as const;
export type Tab = (typeof TABS)[number];
export const SORTS = ["last_deal_at", "created_at", "amount", "deals"] as const;

/** The instant at which `day` (and so many days more) begins in `zone`. */
export function dayStart(day: string, zone: string, more = 0): string {
  return instantAt(daysAfter(day, more), zone);
}

/** What the server is asked: tab, words, order and filters, without the empty ones. */
export function listParams(query: Record<string, string>, zone: string): Record<string, string> {
  const asked: Record<string, string> = {};
  for (const key of ["tab", "q", "sort", ...FILTERS]) {
    const value = query[key];
    if (value) asked[key] = value;
  }
  if (asked.last_deal_from) asked.last_deal_from = dayStart(asked.last_deal_from, zone);
  if (asked.last_deal_to) asked.last_deal_to = dayStart(asked.last_deal_to, zone, 1);
  return asked;
}

export const withShops = (asked: Record<string, string>, shop: string[]): Params => ({ ...asked, shop });
