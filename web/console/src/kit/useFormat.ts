// The formats of format.ts bound to the reader's language and the business's currency and zone.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Instant, Money } from "../api";
import { useOptionalSession } from "../app/session";
import * as format from "./format";

export function useFormat() {
  const { i18n, t } = useTranslation("kit");
  const session = useOptionalSession();
  const locale = i18n.language;
  const currency = session?.business.currency ?? "CNY";
  const zone = session?.business.time_zone ?? "Asia/Shanghai";
  return useMemo(() => {
    const setting = { locale, currency, zone };
    return {
      setting,
      money: (value: Money | null | undefined) => format.money(value, setting),
      shortMoney: (value: Money | null | undefined) => format.shortMoney(value, setting),
      /** An amount of minor units in the business's (or the given) currency, shortened. */
      shortAmount: (amount: number, of = currency) => format.shortMoney({ amount, currency: of }, setting),
      amount: (amount: number, of = currency) => format.money({ amount, currency: of }, setting),
      count: (value: number | null | undefined) => format.count(value, setting),
      shortCount: (value: number | null | undefined) => format.shortCount(value, setting),
      rate: (permille: number | null | undefined) => format.rate(permille, setting),
      /** What is kept of a price in thousandths: 8.8 折, 12% off. */
      keep: (kept: number) =>
        kept >= 1000 ? t("keptAll") : t("keptOf", { size: String(locale === "en" ? (1000 - kept) / 10 : kept / 100) }),
      bytes: (value: number) => format.bytes(value, setting),
      instant: (at: Instant | null | undefined, seconds = false) => format.instant(at, setting, seconds),
      day: (at: Instant | null | undefined) => format.day(at, setting),
      shortDay: (value: string) => format.shortDay(value, setting),
      birthday: (value: string | null | undefined) => format.birthday(value, setting),
      ago: (at: Instant | null | undefined) => format.ago(at, setting, Date.now()),
    };
  }, [locale, currency, zone, t]);
}
