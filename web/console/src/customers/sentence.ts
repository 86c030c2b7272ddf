// The card's one sentence: who, where, how much, when last, and what they like.
import { useTranslation } from "react-i18next";
import type { CustomerCard, Order } from "../api";
import { useFormat } from "../kit";
import { region } from "./columns";
import { labelOf } from "./Who";

/** The category bought most often, when one stands out: at least two orders and more than the next. */
export function favourite(orders: Pick<Order, "lines">[]): string | null {
  const times = new Map<string, number>();
  for (const order of orders) {
    const bought = new Set(order.lines.map((line) => line.category).filter((c): c is string => Boolean(c)));
    for (const category of bought) times.set(category, (times.get(category) ?? 0) + 1);
  }
  const [first, second] = [...times].sort((a, b) => b[1] - a[1]);
  return first && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}

export function useSentence(): (card: CustomerCard, likes: string | null) => string {
  const { t } = useTranslation("customers");
  const f = useFormat();
  return (card, likes) => {
    const where = region(card);
    const who = addressed(card, t);
    const parts = [where ? t("say.whoWhere", { who, where }) : who];
    if (card.deals === 0) parts.push(card.contact_group === "inquired" ? t("say.inquired") : t("say.never"));
    else {
      parts.push(t("say.deals", { count: card.deals, value: f.count(card.deals), amount: f.money(card.deal_amount) }));
      if (card.last_deal_at) parts.push(t("say.last", { ago: f.ago(card.last_deal_at) }));
      if (likes) parts.push(t("say.likes", { likes }));
    }
    if (card.blacklisted) parts.push(t("say.blacklisted"));
    return t("say.end", { text: parts.join(t("say.comma")) });
  };
}

/** 林女士 when the surname is seen and the gender known; the label otherwise. */
function addressed(card: CustomerCard, t: ReturnType<typeof useTranslation<"customers">>["t"]): string {
  const surname = card.name && /^[\u4e00-\u9fff]/.test(card.name) ? card.name[0] : null;
  if (!surname) return card.name ?? labelOf(card);
  if (card.gender === "female") return t("say.ms", { surname });
  if (card.gender === "male") return t("say.mr", { surname });
  return t("say.person", { surname, name: card.name });
}
