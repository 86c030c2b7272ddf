// A month as days, and promotions as bars over it.
import type { Label, PromotionCalendar, PromotionRow } from "../api";

export interface Bar {
  row: PromotionRow;
  /** Grid lines: the day on which it begins, and the day after the one on which it ends. */
  from: number;
  to: number;
  /** It begins, or ends, within the month. */
  opens: boolean;
  closes: boolean;
  /** Too short for its name, which stands on that side of it. */
  beside: "before" | "after" | null;
  /** Levels with early access get it before the others: over the first so many days of the bar. */
  early: { words: Label; days: number } | null;
}

/** Days that a name needs, more or less. */
const SHORT = 4;
const ROOM = 9;

const besideOf = (from: number, to: number, days: number): Bar["beside"] =>
  to - from >= SHORT ? null : to - 1 + ROOM > days ? "before" : "after";

export function monthAfter(month: string, by: number): string {
  const [year, index] = month.split("-").map(Number);
  return new Date(Date.UTC(year ?? 2000, (index ?? 1) - 1 + by, 1)).toISOString().slice(0, 7);
}

export function monthDays(month: string): { day: string; rest: boolean }[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const count = Math.round((Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`) - first) / 86_400_000);
  return Array.from({ length: count }, (_, at) => {
    const date = new Date(first + at * 86_400_000);
    return { day: date.toISOString().slice(0, 10), rest: [0, 6].includes(date.getUTCDay()) };
  });
}

/** The last day on which something that ends at `end` runs: an end at midnight belongs to the day before. */
export const lastDay = (end: string, dayOf: (at: string) => string) =>
  dayOf(new Date(Date.parse(end) - 1).toISOString());

/** `dayOf` tells the day of an instant by the shop's calendar. */
export function barsOf(
  rows: PromotionRow[],
  month: string,
  dayOf: (at: string) => string,
  early: PromotionCalendar["early"] = [],
): Bar[] {
  const days = monthDays(month);
  const next = monthAfter(month, 1);
  return rows.map((row) => {
    const before = early.find((one) => one.id === row.id);
    const begins = before?.at ?? row.starts_at;
    const starts = begins ? dayOf(begins) : null;
    const ends = row.ends_at ? lastDay(row.ends_at, dayOf) : null;
    const opens = starts !== null && starts >= `${month}-01`;
    const closes = ends !== null && ends < `${next}-01`;
    const from = opens ? Number(starts.slice(8)) : 1;
    const to = closes ? Number(ends.slice(8)) + 1 : days.length + 1;
    const [first, past] = [Math.min(from, days.length), Math.max(to, from + 1)];
    const all = before && row.starts_at ? dayOf(row.starts_at) : null;
    // What opens for everybody in a later month is open to those levels alone until this one ends.
    const alone = all === null || all < `${month}-01` ? 0 : all >= `${next}-01` ? past : Number(all.slice(8));
    return {
      row,
      from: first,
      to: past,
      opens,
      closes,
      beside: besideOf(first, past, days.length),
      early: before ? { words: before.words, days: Math.max(0, alone - first) } : null,
    };
  });
}
