// A figure of the pivot as it is read: the server's decimal text in the reader's language.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PivotMeasure } from "../api";

export interface Say {
  (measure: PivotMeasure | undefined, value: string | null | undefined): string;
  /** Shorter, for axes. */
  short: (measure: PivotMeasure | undefined, value: number) => string;
  /** 12.3% without its sign. */
  size: (change: number) => string;
}

export function useSay(currency: string): Say {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const style = (measure: PivotMeasure | undefined, more: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(locale, {
        ...(measure?.kind === "money" ? { style: "currency", currency, currencyDisplay: "narrowSymbol" } : {}),
        ...more,
      });
    const made = new Map<string, Intl.NumberFormat>();
    const once = (key: string, make: () => Intl.NumberFormat) => {
      const known = made.get(key) ?? make();
      made.set(key, known);
      return known;
    };
    const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
    const say = (measure: PivotMeasure | undefined, value: string | null | undefined) =>
      value === null || value === undefined || value === ""
        ? "–"
        : once(`full ${measure?.kind}`, () =>
            style(measure, measure?.kind === "money" ? {} : { maximumFractionDigits: 2 }),
          ).format(Number(value));
    const short = (measure: PivotMeasure | undefined, value: number) => {
      const big = Math.abs(value) >= 10_000;
      return once(`short ${measure?.kind} ${big}`, () =>
        style(measure, {
          notation: big ? "compact" : "standard",
          minimumFractionDigits: 0,
          maximumFractionDigits: big ? 1 : measure?.kind === "money" ? 0 : 2,
        }),
      ).format(value);
    };
    return Object.assign(say, { short, size: (change: number) => percent.format(Math.abs(change) / 100) });
  }, [locale, currency]);
}
