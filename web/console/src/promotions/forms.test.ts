import { describe, expect, it } from "vitest";
import type { Form, Terms } from "../api";
import { FORMS, formOf, freshTerms, tidy } from "./forms";

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
