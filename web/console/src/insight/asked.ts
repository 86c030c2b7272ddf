// What a crowd's own rule asks for: along it the crowd differs by being what it is, and that is no news. Pure.
import type { Filter, Rule } from "../api";

export interface Names {
  attributes: Set<string>;
  kinds: Set<string>;
  /** `dealt item.category`: a property that a fact was asked to have. */
  properties: Set<string>;
}

function ofFilter(kind: string, filter: Filter | null | undefined, to: Names): void {
  if (!filter) return;
  if (filter.type === "not") ofFilter(kind, filter.filter, to);
  else if (filter.type === "property") to.properties.add(`${kind} ${filter.property}`);
  else for (const one of filter.filters) ofFilter(kind, one, to);
}

/** `inside` is the rule of another segment, where one is named; what names itself ends there. */
export function namesOf(rule: Rule, inside: (name: string) => Rule | null | undefined): Names {
  const names: Names = { attributes: new Set(), kinds: new Set(), properties: new Set() };
  const seen = new Set<string>();
  const walk = (one: Rule): void => {
    switch (one.type) {
      case "all":
      case "any":
        one.rules.forEach(walk);
        return;
      case "not":
        walk(one.rule);
        return;
      case "is":
        names.attributes.add(one.attribute);
        return;
      case "did":
        names.kinds.add(one.kind);
        for (const { property } of one.bounds ?? []) if (property) names.properties.add(`${one.kind} ${property}`);
        ofFilter(one.kind, one.filter, names);
        return;
      case "then":
        for (const step of [one.first, one.then]) {
          names.kinds.add(step.kind);
          ofFilter(step.kind, step.filter, names);
        }
        return;
      case "in": {
        const rule = one.set === "segment" && !seen.has(one.name) ? inside(one.name) : null;
        seen.add(one.name);
        if (rule) walk(rule);
      }
    }
  };
  walk(rule);
  return names;
}

/** Who bought, how often, how much and how lately: one matter, asked for by any of these. */
const DEALING = {
  dimensions: ["contact_group", "first_deal", "last_deal", "deals", "deal_amount", "stage", "rfm"],
  attributes: [
    "contact_group",
    "orders",
    "deals",
    "deal_amount",
    "items",
    "first_deal_at",
    "last_deal_at",
    "first_purchase",
    "last_purchase",
    "stage",
    "rfm_group",
    "rfm_recency",
    "rfm_frequency",
    "rfm_monetary",
    "rfm_cell",
  ],
  kinds: ["dealt", "paid", "ordered"],
};
const ATTRIBUTES: Record<string, string> = {
  potential: "potential_value",
  delivered: "delivered_index",
  reachable: "reachable.sms",
};
const KINDS: Record<string, string> = { visits: "viewed", coupons_used: "coupon_used", refunds: "refunded" };
const PROPERTIES: Record<string, string> = {
  category: "dealt item.category",
  product: "dealt item.product",
  price_band: "dealt item.price",
  viewed_category: "viewed item.category",
  coupon: "coupon_used coupon",
  hour: "paid hour_of_day",
  weekday: "paid weekday",
};

/** Whether a rule that names these asks for what a dimension shows. */
export function asks(names: Names, dimension: string): boolean {
  const dealing =
    DEALING.attributes.some((one) => names.attributes.has(one)) || DEALING.kinds.some((one) => names.kinds.has(one));
  return (
    (dealing && DEALING.dimensions.includes(dimension)) ||
    names.attributes.has(ATTRIBUTES[dimension] ?? dimension) ||
    (dimension === "level" && names.attributes.has("member")) ||
    (dimension === "member" && names.attributes.has("level")) ||
    names.kinds.has(KINDS[dimension] ?? "") ||
    names.properties.has(PROPERTIES[dimension] ?? "")
  );
}
