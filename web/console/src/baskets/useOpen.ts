// Opens who bought the one and not the other.
import { useTranslation } from "react-i18next";
import type { BasketRule, BasketsPage } from "../api";
import { useFormat } from "../kit";
import { useCrowd } from "../value/Crowd";
import { useBasketWords } from "./say";

export function useOpenRule(data: BasketsPage): (rule: BasketRule | undefined) => void {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const say = useBasketWords(data);
  const open = useCrowd();
  return (rule) => {
    if (!rule) return;
    open({
      name: t("crowd", { given: say.items(rule.given), other: say.items(rule.then) }),
      rule: rule.rule,
      figures: [
        { label: t("both"), value: f.count(rule.both) },
        { label: t("supportName"), value: f.rate(rule.support) },
        { label: t("confidenceName"), value: f.rate(rule.confidence) },
        { label: t("lift"), value: say.lift(rule.lift) },
        { label: t("chance"), value: say.chance(rule.chance) },
        ...say.listed([...rule.given, ...rule.then]),
      ],
    });
  };
}
