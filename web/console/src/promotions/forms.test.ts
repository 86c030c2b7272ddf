import { describe, expect, it } from "vitest";
import type { Finding, Form, Terms } from "../api";
import { alike } from "./alike";
import { FORMS, formOf, freshTerms, type StepsSpec, stepAfter, tidy } from "./forms";

const terms = (more: Partial<Terms>): Terms => ({
  key: "",
  name: { zh: "满减", en: "" },
  offer: { discount: { keep: 880 } },
  ...more,
});

describe("terms", () => {
  it.each<[string, Partial<Terms>, Partial<Terms>]>([
    ["one language stands for both", {}, { name: { zh: "满减", en: "满减" }, scope: {} }],
    [
      "empty lists and dates go",
      { scope: { goods: { products: [] }, segments: [], from: "", until: "2026-11-12T00:00" } },
      { scope: { until: "2026-11-12T00:00" } },
    ],
    [
      "goods stay",
      { scope: { goods: { products: ["6"], categories: [] } } },
      { scope: { goods: { products: ["6"], categories: [] } } },
    ],
  ])("%s", (_name, given, wanted) => expect(tidy(terms(given))).toMatchObject(wanted));

  it("leaves out what is not limited", () =>
    expect(Object.keys(tidy(terms({ budget: undefined, uses: 5 })))).toEqual([
      "key",
      "name",
      "offer",
      "uses",
      "scope",
    ]));

  it.each(Object.keys(FORMS) as Form[])("%s begins with every field that it must have", (form) => {
    const fresh = freshTerms(form, false, "2026-11-21T16:05");
    expect(formOf(fresh.offer)).toBe(form);
    const offer = fresh.offer[form] as Record<string, unknown>;
    for (const field of FORMS[form].fields)
      if (!("optional" in field && field.optional)) expect(offer).toHaveProperty(field.key);
    expect(fresh.scope).toEqual({ from: "2026-11-21T16:00", until: "2026-11-29T00:00" });
  });
});

describe("a further step", () => {
  const steps = (form: Form) => FORMS[form].fields.find((field): field is StepsSpec => "each" in field) as StepsSpec;
  it.each<[string, Form, Record<string, unknown>[], Record<string, unknown>]>([
    [
      "the second is the form's own",
      "amount_off",
      [{ at: { amount: 300 }, off: 50 }],
      { at: { amount: 50_000 }, off: 10_000 },
    ],
    [
      "goes on as the last two do",
      "amount_off",
      [
        { at: { amount: 300 }, off: 50 },
        { at: { amount: 500 }, off: 100 },
      ],
      { at: { amount: 700 }, off: 150 },
    ],
    [
      "a share falls",
      "percent_off",
      [
        { at: { quantity: 2 }, keep: 900 },
        { at: { quantity: 3 }, keep: 850 },
      ],
      { at: { quantity: 4 }, keep: 800 },
    ],
    [
      "a part is another product",
      "package",
      [
        { product: "1", quantity: 1 },
        { product: "2", quantity: 2 },
      ],
      { product: "", quantity: 1 },
    ],
  ])("%s", (_name, form, rows, wanted) => expect(stepAfter(steps(form), rows)).toEqual(wanted));
});

it("says once what many goods have in common", () => {
  const found = (code: string, goods: string): Finding => ({
    code,
    gravity: "warning",
    path: "",
    message: { zh: goods, en: goods },
    cure: { zh: code, en: code },
    promotions: [],
  });
  const kinds = alike([found("below_cost", "茶"), found("overlap", "满减"), found("below_cost", "杯")]);
  expect(kinds.map((kind) => kind.list.map((one) => one.message.zh).join(" "))).toEqual(["茶 杯", "满减"]);
});
