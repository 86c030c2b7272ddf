// Figures in words that several pages share.
import { useTranslation } from "react-i18next";
import type { NextPurchase } from "../api";
import { useFormat } from "../kit";
import { major } from "../kit/format";
import { useHead } from "./head";

export function useSay() {
  const { t } = useTranslation("value");
  const f = useFormat();
  const currency = useHead()?.currency;
  const money = (minor: number) => f.shortAmount(minor, currency);
  const whole = (minor: number) => f.amount(minor, currency);
  return {
    money,
    whole,
    /** In major units, for files. */
    plain: (minor: number) => major(minor, currency ?? f.setting.currency),
    /** ¥50–¥100, from the first to just below the second. */
    band: (from: number | null, to: number | null) =>
      from === null
        ? to === null
          ? "–"
          : t("below", { to: money(to) })
        : to === null
          ? t("above", { from: money(from) })
          : t("band", { from: money(from), to: money(to) }),
    due: (next: NextPurchase) => t(`due.${next.due}`),
    /** To one decimal, as the server sent it. */
    number: (value: number, digits = 1) => value.toLocaleString(f.setting.locale, { maximumFractionDigits: digits }),
  };
}
