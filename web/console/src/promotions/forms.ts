// Every form of promotion as data: what it begins as and which fields it has, so that one editor serves them all.
import type { Form, Offer, Offers, Terms } from "../api";

export type FieldKind = "amount" | "keep" | "count" | "at" | "cut" | "products" | "product" | "level" | "gifts";
export interface FieldSpec {
  key: string;
  kind: FieldKind;
  /** Its word under `promotions:field`. */
  word: string;
  optional?: boolean;
}
export interface StepsSpec {
  key: string;
  /** A row of the list. */
  each: FieldSpec[];
  fresh: Record<string, unknown>;
  /** The word of the button that adds a row; a further step when absent. */
  add?: "part" | "level";
}
export interface FormSpec {
  group: "order" | "goods" | "time" | "who" | "pay";
  offer: Offers[Form];
  fields: (FieldSpec | StepsSpec)[];
  /** Whether a coupon may have it. */
  coupon?: boolean;
}

const field = (key: string, kind: FieldKind, word = key, optional = false): FieldSpec => ({
  key,
  kind,
  word,
  optional,
});
export const gift = { sku: "", name: { zh: "", en: "" }, quantity: 1, worth: 0 };

export const FORMS: Record<Form, FormSpec> = {
  amount_off: {
    group: "order",
    coupon: true,
    offer: { steps: [{ at: { amount: 30_000 }, off: 5_000 }] },
    fields: [
      {
        key: "steps",
        each: [field("at", "at"), field("off", "amount")],
        fresh: { at: { amount: 50_000 }, off: 10_000 },
      },
      field("repeat", "count", "repeat", true),
    ],
  },
  percent_off: {
    group: "order",
    coupon: true,
    offer: { steps: [{ at: { quantity: 2 }, keep: 900 }] },
    fields: [
      { key: "steps", each: [field("at", "at"), field("keep", "keep")], fresh: { at: { quantity: 3 }, keep: 850 } },
    ],
  },
  gift: {
    group: "order",
    coupon: true,
    offer: { steps: [{ at: { amount: 20_000 }, gifts: [gift] }] },
    fields: [
      {
        key: "steps",
        each: [field("at", "at"), field("gifts", "gifts")],
        fresh: { at: { amount: 40_000 }, gifts: [gift] },
      },
    ],
  },
  redeem: {
    group: "order",
    offer: { at: { amount: 15_000 }, price: 900, products: [], limit: 1 },
    fields: [
      field("at", "at"),
      field("price", "amount", "redeemPrice"),
      field("products", "products"),
      field("limit", "count", "limitOrder"),
    ],
  },
  discount: { group: "order", coupon: true, offer: { keep: 880 }, fields: [field("keep", "keep")] },
  nth_discount: {
    group: "goods",
    offer: { n: 2, keep: 500 },
    fields: [field("n", "count"), field("keep", "keep"), field("times", "count", "times", true)],
  },
  buy_get: {
    group: "goods",
    offer: { buy: 2, get: 1 },
    fields: [field("buy", "count"), field("get", "count"), field("times", "count", "times", true)],
  },
  bundle: {
    group: "goods",
    offer: { quantity: 3, price: 9_900 },
    fields: [
      field("quantity", "count"),
      field("price", "amount", "bundlePrice"),
      field("times", "count", "times", true),
    ],
  },
  package: {
    group: "goods",
    offer: { parts: [{ product: "", quantity: 1 }], price: 19_900 },
    fields: [
      {
        key: "parts",
        each: [field("product", "product"), field("quantity", "count")],
        fresh: { product: "", quantity: 1 },
        add: "part",
      },
      field("price", "amount", "packagePrice"),
      field("times", "count", "times", true),
    ],
  },
  ladder_quantity: {
    group: "goods",
    offer: { steps: [{ from: 2, cut: { keep: 950 } }] },
    fields: [
      { key: "steps", each: [field("from", "count"), field("cut", "cut")], fresh: { from: 5, cut: { keep: 880 } } },
    ],
  },
  ladder_order: {
    group: "time",
    offer: { steps: [{ up_to: 100, cut: { keep: 800 } }] },
    fields: [
      {
        key: "steps",
        each: [field("up_to", "count", "upTo"), field("cut", "cut")],
        fresh: { up_to: 300, cut: { keep: 900 } },
      },
    ],
  },
  flash: {
    group: "time",
    offer: { cut: { price: 9_900 }, stock: 100 },
    fields: [field("cut", "cut"), field("stock", "count"), field("limit", "count", "limitPerson", true)],
  },
  group: {
    group: "time",
    offer: { size: 3, hours: 24, cut: { price: 9_900 } },
    fields: [field("size", "count"), field("hours", "count"), field("cut", "cut")],
  },
  presale: {
    group: "time",
    offer: { deposit: 5_000, worth: 10_000 },
    fields: [field("deposit", "amount"), field("worth", "amount", "depositWorth")],
  },
  clearance: {
    group: "time",
    offer: { cut: { keep: 500 } },
    fields: [field("cut", "cut"), field("stock", "count", "stock", true)],
  },
  special: {
    group: "time",
    offer: { was: 19_900, now: 14_900, gifts: [gift] },
    fields: [field("was", "amount"), field("now", "amount"), field("gifts", "gifts")],
  },
  member_price: {
    group: "who",
    offer: { prices: [{ level: "", cut: { keep: 900 } }] },
    fields: [
      {
        key: "prices",
        each: [field("level", "level"), field("cut", "cut")],
        fresh: { level: "", cut: { keep: 880 } },
        add: "level",
      },
    ],
  },
  newcomer_price: {
    group: "who",
    offer: { cut: { price: 3_900 }, limit: 1 },
    fields: [field("cut", "cut"), field("limit", "count", "limitPerson", true)],
  },
  free_shipping: {
    group: "pay",
    coupon: true,
    offer: { at: { amount: 9_900 } },
    fields: [field("at", "at", "at", true), field("off", "amount", "shippingOff", true)],
  },
  points: {
    group: "pay",
    offer: { points: 100, worth: 100, most: 500 },
    fields: [field("points", "count"), field("worth", "amount", "pointsWorth"), field("most", "count", "pointsMost")],
  },
};

export const GROUPS = ["order", "goods", "time", "who", "pay"] as const;
export const formsOf = (group: FormSpec["group"], coupon: boolean): Form[] =>
  (Object.keys(FORMS) as Form[]).filter((form) => FORMS[form].group === group && (!coupon || FORMS[form].coupon));

export function formOf(offer: Offer): Form {
  return (Object.keys(offer)[0] ?? "discount") as Form;
}

/** Terms of a new promotion: from the next full hour, for a week, once a buyer where it costs goods. */
export function freshTerms(form: Form, held: boolean, wallNow: string): Terms {
  const offer = { [form]: structuredClone(FORMS[form].offer) } as Offer;
  const day = new Date(`${wallNow.slice(0, 10)}T00:00:00Z`).getTime();
  const until = new Date(day + 8 * 86_400_000).toISOString().slice(0, 10);
  return {
    key: "",
    name: { zh: "", en: "" },
    offer,
    scope: { from: `${wallNow.slice(0, 13)}:00`, until: `${until}T00:00` },
    ...(held ? { held: true } : {}),
  };
}

type Bag = Record<string, unknown>;

/** The step after the last: as far from it as it is from the one before. */
export function stepAfter(spec: StepsSpec, rows: Bag[]): Bag {
  const [before, last] = rows.slice(-2);
  return last && before && !spec.add ? (further(before, last) as Bag) : structuredClone(spec.fresh);
}

function further(before: unknown, last: unknown): unknown {
  if (typeof before === "number" && typeof last === "number") return Math.max(1, 2 * last - before);
  if (before === null || last === null || typeof before !== "object" || typeof last !== "object") return last;
  if (Array.isArray(last)) return structuredClone(last);
  return Object.fromEntries(Object.entries(last).map(([key, one]) => [key, further((before as Bag)[key] ?? one, one)]));
}

/** Without what is empty: the engine reads a missing field as "not limited", and an empty one as a mistake. */
export function tidy(terms: Terms): Terms {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value)
      .map(([key, one]) => [key, clean(one)] as const)
      .filter(([, one]) => one !== null && one !== undefined);
    return Object.fromEntries(entries);
  };
  const tidied = clean(terms) as Terms;
  const name = { zh: terms.name.zh.trim(), en: terms.name.en.trim() };
  const scope = Object.fromEntries(
    Object.entries(tidied.scope ?? {}).filter(
      ([, one]) =>
        one !== "" &&
        !(Array.isArray(one) && one.length === 0) &&
        !(typeof one === "object" && Object.values(one).every((part) => Array.isArray(part) && part.length === 0)),
    ),
  );
  return { ...tidied, name: { zh: name.zh || name.en, en: name.en || name.zh }, scope };
}
