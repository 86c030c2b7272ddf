// A draw's terms: what a new one begins with, chances as people read them, and what cannot be sent yet.
import type { DrawPrize, DrawRule, DrawTerms, Label, PrizeKind } from "../api";

export const RULES: DrawRule[] = ["conditions", "drawing", "claiming", "delivery", "forfeiting", "organiser"];
export const PRIZES: PrizeKind[] = ["goods", "coupon", "points", "credit", "other"];
export const WHOLE = 1_000_000;

const nothing = (): Label => ({ zh: "", en: "" });

export const freshPrize = (kind: PrizeKind = "goods"): DrawPrize => ({
  kind,
  name: nothing(),
  worth: 0,
  quantity: 10,
  chance_ppm: 10_000,
  ref: null,
  amount: kind === "points" ? 100 : kind === "credit" ? 1_000 : null,
  valid_days: null,
});

/** From `starts` for a week: one free chance for everybody, one prize. */
export function freshTerms(starts: string): DrawTerms {
  return {
    kind: "wheel",
    name: nothing(),
    starts_at: starts,
    ends_at: new Date(Date.parse(starts) + 7 * 86_400_000).toISOString(),
    members_only: false,
    level: null,
    free: 1,
    points: null,
    most_per_customer: null,
    most_per_day: null,
    prizes: [freshPrize()],
    rules: {
      conditions: nothing(),
      drawing: nothing(),
      claiming: nothing(),
      delivery: nothing(),
      forfeiting: nothing(),
      organiser: nothing(),
    },
  };
}

export const winning = (prizes: DrawPrize[]) => prizes.reduce((sum, one) => sum + one.chance_ppm, 0);

/** Parts of a million as a share: 1.25%, 0.0001%. */
export function odds(ppm: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(ppm / WHOLE);
}

/** What is empty in one language is said in the other; a prize keeps only what its kind has. */
export function tidy(terms: DrawTerms): DrawTerms {
  const both = ({ zh, en }: Label): Label => ({ zh: zh.trim() || en.trim(), en: en.trim() || zh.trim() });
  return {
    ...terms,
    name: both(terms.name),
    prizes: terms.prizes.map((one) => ({
      ...one,
      name: both(one.name),
      ref: one.kind === "coupon" ? one.ref : null,
      amount: one.kind === "points" || one.kind === "credit" ? one.amount : null,
      valid_days: one.kind === "credit" ? one.valid_days : null,
    })),
    rules: Object.fromEntries(RULES.map((key) => [key, both(terms.rules[key])])) as DrawTerms["rules"],
  };
}

export type Missing = "name" | "prize" | "coupon" | "amount" | "chances";

/** What is missing before it can be looked at: where, and what. */
export function missingOf(terms: DrawTerms): { path: string; what: Missing }[] {
  const missing: { path: string; what: Missing }[] = [];
  if (!terms.name.zh.trim() && !terms.name.en.trim()) missing.push({ path: "name.zh", what: "name" });
  terms.prizes.forEach((one, at) => {
    const path = `prizes.${at}`;
    if (!one.name.zh.trim() && !one.name.en.trim()) missing.push({ path: `${path}.name.zh`, what: "prize" });
    if (one.kind === "coupon" && !one.ref) missing.push({ path: `${path}.ref`, what: "coupon" });
    if ((one.kind === "points" || one.kind === "credit") && !one.amount)
      missing.push({ path: `${path}.amount`, what: "amount" });
  });
  if (winning(terms.prizes) > WHOLE) missing.push({ path: "prizes", what: "chances" });
  return missing;
}
