// Parts of a score in words, and who is behind a product.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Pick, PickShare, PicksPage } from "../api";
import { useFormat, useLabel } from "../kit";
import { useCrowd } from "../value/Crowd";
import { shopsOf, type Titled, useTitles } from "../value/titles";

/** Goods that several shops list are no shop's. */
const titled = (pick: Pick): Titled => ({
  key: pick.product_id,
  title: pick.title,
  shop: pick.listings.length > 1 ? null : pick.shop_id,
});

export function usePickWords(data: PicksPage) {
  const { t } = useTranslation("picks");
  const f = useFormat();
  const label = useLabel();
  const open = useCrowd();
  const title = useTitles(useMemo(() => data.picks.map(titled), [data]));
  const number = (value: number) => value.toLocaleString(f.setting.locale, { maximumFractionDigits: 1 });
  const amount = (key: PickShare["key"], value: number) => {
    if (key === "visit_time") return t("seconds", { value: number(value) });
    if (key === "stock") return t("days", { value: number(value) });
    return f.rate(1000 * value);
  };
  const name = (key: PickShare["key"]) => {
    const part = data.parts.find((one) => one.key === key);
    return part ? label(part.label) : key;
  };
  return {
    name,
    number,
    title: (pick: Pick) => title(titled(pick)),
    /** What was counted of a part, and what of it is the product's own. */
    part: (share: PickShare) => {
      const part = name(share.key);
      if (share.raw === null && share.drawn === null) return t("unknown", { part });
      const raw = share.raw === null ? "–" : amount(share.key, share.raw);
      if (share.drawn === null || share.key === "stock" || share.key === "margin") return t("rawPlain", { part, raw });
      return t("raw", { part, raw, drawn: amount(share.key, share.drawn), own: f.rate(share.own) });
    },
    open: (pick: Pick | undefined) => {
      if (!pick) return;
      open({
        name: t("crowd", { title: title(titled(pick)) }),
        rule: pick.rule,
        figures: [
          { label: t("score"), value: number(pick.score) },
          { label: t("visits"), value: f.count(pick.visits) },
          { label: t("sold"), value: t("soldBefore", { now: f.count(pick.sold), before: f.count(pick.sold_before) }) },
          ...pick.parts
            .filter((share) => share.points !== null && data.parts.some((part) => part.key === share.key && part.known))
            .map((share) => ({
              label: name(share.key),
              value: t("points", {
                points: number(share.points ?? 0),
                raw: share.raw === null ? "–" : amount(share.key, share.raw),
              }),
            })),
          ...(pick.listings.length > 1
            ? [{ label: t("listed"), value: shopsOf(pick.listings).join(f.setting.locale === "en" ? ", " : "、") }]
            : []),
        ],
      });
    },
  };
}
