// The spans of days that one asks for most, ending today. Pure: today is named.
import { daysAfter } from "./wallClock";

export type SpanKey = "last7" | "last30" | "last90" | "thisMonth" | "lastMonth" | "thisYear";

export interface Span {
  key: SpanKey;
  from: string;
  to: string;
}

/** `today` is a day of the shop's calendar. */
export function spans(today: string): Span[] {
  const month = `${today.slice(0, 8)}01`;
  const before = daysAfter(month, -1);
  return [
    { key: "last7", from: daysAfter(today, -6), to: today },
    { key: "last30", from: daysAfter(today, -29), to: today },
    { key: "last90", from: daysAfter(today, -89), to: today },
    { key: "thisMonth", from: month, to: today },
    { key: "lastMonth", from: `${before.slice(0, 8)}01`, to: before },
    { key: "thisYear", from: `${today.slice(0, 4)}-01-01`, to: today },
  ];
}
