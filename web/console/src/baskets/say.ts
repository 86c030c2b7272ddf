// Items, sets and rules in words.
import { useTranslation } from "react-i18next";
import type { BasketItem, BasketRule } from "../api";
import { useFormat } from "../kit";

export function useBasketWords() {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const items = (list: BasketItem[]) => {
    const titles = list.map((item) => item.title || item.key);
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
