// Development only: realised value by month and year of the made-up shop.
import type * as api from "../src/api/value.ts";
import { chance } from "./chance.ts";

/** Months and years with deals of about so much a month. */
export function periods(month: number, months: number): api.ValuePeriods {
  const r = chance(77);
  const of = (start: string, whole: boolean, revenue: number): api.ValuePeriod => {
    const [refunds, cost] = [Math.round(revenue * 0.04), Math.round(revenue * 0.55)];
    const [discounts, shipping] = [Math.round(revenue * 0.07), Math.round(revenue * 0.03)];
    const compensation = Math.round(revenue * 0.004);
    const serve = discounts + shipping + compensation;
    return {
      start,
      whole,
      deals: Math.round(revenue / 18_000),
      paid: revenue + refunds,
      refunds,
      revenue,
      cost,
      margin: revenue - cost,
      discounts,
      gifts: 0,
      shipping,
      compensation,
      serve,
    };
  };
  const all = Array.from({ length: months }, (_, i) => {
    const start = new Date(Date.UTC(2026, 11 - months + i, 1)).toISOString().slice(0, 10);
    return of(start, i < months - 1, Math.round(month * (0.7 + r.int(0, 60) / 100)));
  });
  const years = [...new Set(all.map(({ start }) => start.slice(0, 4)))];
  return {
    months: all,
    years: years.map((year, i) =>
      of(
        `${year}-01-01`,
        i < years.length - 1,
        all.filter(({ start }) => start.startsWith(year)).reduce((sum, one) => sum + one.revenue, 0),
      ),
    ),
  };
}
