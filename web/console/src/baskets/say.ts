// Items, sets and rules in words.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BasketItem, BasketRule, BasketSet, BasketsPage } from "../api";
import { useFormat } from "../kit";
import { shopsOf, type Titled, useTitles } from "../value/titles";

/** What tells an item from the others: numbers are a shop's own. */
const own = (item: BasketItem) => item.product_id ?? item.key;
/** Goods that several shops list are no shop's. */
const titled = (item: BasketItem): Titled => ({
  key: own(item),
  title: item.title,
  shop: item.listings.length > 1 ? null : item.shop_id,
});

export function useBasketWords(data: BasketsPage) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const title = useTitles(
    useMemo(() => {
      const ofRules = data.rules.flatMap((rule) => [...rule.given, ...rule.then]);
      return [...ofRules, ...data.sets.flatMap((set) => set.items)].map(titled);
    }, [data]),
  );
  const items = (list: BasketItem[]) => {
    const titles = list.map((item) => title(titled(item)));
    const last = titles.pop() ?? "";
    return titles.length > 0 ? t("with", { titles: titles.join(f.setting.locale === "en" ? ", " : "、"), last }) : last;
  };
  return {
    items,
    rule: (rule: BasketRule) => t("arrow", { given: items(rule.given), other: items(rule.then) }),
    lift: (value: number) => t("liftTimes", { value: value.toLocaleString(f.setting.locale) }),
    /** A probability that is not in thousandths. */
    chance: (value: number) => (value < 0.001 ? t("tiny") : f.rate(1000 * value)),
    key: (rule: BasketRule) => [...rule.given.map(own), ">", ...rule.then.map(own)].join(" "),
    setKey: (set: BasketSet) => set.items.map(own).join(" "),
    /** In which shops goods are that several list, for the facts of a drawer; nothing where there are none. */
    listed: (list: BasketItem[]) =>
      list
        .filter((item) => item.listings.length > 1)
        .map((item) => ({
          label: t("listed", { title: title(titled(item)) }),
          value: shopsOf(item.listings).join(f.setting.locale === "en" ? ", " : "、"),
        })),
  };
}
