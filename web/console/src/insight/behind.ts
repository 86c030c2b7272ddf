// Who stands behind a bar, as a rule's text. The server writes it for hours and weekdays; of what else a rule can ask it
// is written here, from the bar's value or the edges that its words name. Null where no rule says it. Pure.
import type { InsightBar, InsightDimension } from "../api";

/** Dimensions that are the values of an attribute, by the name that rules know it by. */
const ATTRIBUTES: Record<string, string> = {
  gender: "gender",
  province: "province",
  city: "city",
  contact_group: "contact_group",
  member: "member",
  level: "level",
  stage: "stage",
  blacklisted: "blacklisted",
  reachable: "reachable.sms",
};
const TAGS = ["channels", "shops", "tags"];
/** Dimensions that are bands of an attribute. */
const BANDS: Record<string, string> = {
  age: "age",
  deals: "deals",
  deal_amount: "deal_amount",
  average_order: "average_order",
  potential: "potential_value",
  delivered: "delivered_index",
  churn_risk: "churn_risk",
};
/** Dimensions that count facts of a kind, within a year. */
const TIMES: Record<string, string> = { visits: "viewed", coupons_used: "coupon_used", refunds: "refunded" };
/** Dimensions that are properties of facts, within a year. */
const PROPERTIES: Record<string, [kind: string, property: string]> = {
  category: ["dealt", "item.category"],
  product: ["dealt", "item.product"],
  viewed_category: ["viewed", "item.category"],
  coupon: ["coupon_used", "coupon"],
};
const SINCE: Record<string, string> = { first_deal: "first dealt", last_deal: "last dealt" };
const YEAR = "in last 365 days";

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

export interface Band {
  from: number | null;
  /** Below which. */
  to: number | null;
}

/** The edges that a band's English words name. */
export function bandOf(words: string): Band | null {
  const number = "(-?\\d+(?:\\.\\d+)?)";
  const read = (form: string) => new RegExp(`^${form}$`).exec(words.trim());
  const below = read(`below ${number}`);
  if (below) return { from: null, to: Number(below[1]) };
  const between = read(`${number}–${number}`);
  if (between) return { from: Number(between[1]), to: Number(between[2]) };
  const above = read(`${number} and more`);
  if (above) return { from: Number(above[1]), to: null };
  const one = read(number);
  return one ? { from: Number(one[1]), to: Number(one[1]) + 1 } : null;
}

function tests(of: string, { from, to }: Band): string[] {
  return [...(from === null ? [] : [`${of} >= ${from}`]), ...(to === null ? [] : [`${of} < ${to}`])];
}

const both = (tests: string[]): string => (tests.length > 1 ? `(${tests.join(" and ")})` : (tests[0] ?? ""));

/** In hours: the bands go by elapsed time, windows of days by the shop's calendar. */
function since(deed: string, { from, to }: Band): string | null {
  if (from !== null && to !== null) return `${deed} ${24 * to} to ${24 * from} hours ago`;
  if (to !== null) return `${deed} in last ${24 * to} hours`;
  return from === null ? null : `${deed} over ${24 * from} hours ago`;
}

export function ruleOf({ key }: Pick<InsightDimension, "key">, bar: InsightBar): string | null {
  if (bar.rule) return bar.rule;
  const attribute = ATTRIBUTES[key];
  if (attribute) {
    if (bar.value === "true" || bar.value === "false") return `${attribute} = ${bar.value === "true" ? "yes" : "no"}`;
    return `${attribute} in (${quoted(bar.value)})`;
  }
  if (TAGS.includes(key)) return `${key} any of (${quoted(bar.value)})`;
  const property = PROPERTIES[key];
  if (property) return `did ${property[0]} where ${property[1]} in (${quoted(bar.value)}) ${YEAR}`;
  const times = TIMES[key];
  if (times && bar.value === "0") return `not did ${times} ${YEAR}`;
  const band = bandOf(bar.label.en);
  if (!band) return null;
  const of = BANDS[key];
  if (of) return both(tests(of, band));
  if (times) return `did ${times} with ${tests("times", band).join(" and ")} ${YEAR}`;
  if (key === "price_band") return `did dealt with ${tests("average item.price", band).join(" and ")} ${YEAR}`;
  const deed = SINCE[key];
  return deed ? since(deed, band) : null;
}
