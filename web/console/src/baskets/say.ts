// Items, sets and rules in words.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BasketItem, BasketRule, BasketsPage } from "../api";
import { useFormat } from "../kit";
import { type Titled, useTitles } from "../value/titles";

const titled = (item: BasketItem): Titled => ({ key: item.key, title: item.title, shop: item.shop_id });

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
    key: (rule: BasketRule) => [...rule.given, { key: ">" }, ...rule.then].map((item) => item.key).join(" "),
  };
}
