import { describe, expect, it } from "vitest";
import type { Catalogue, Filter } from "../../api";
import { goneOf, type Known } from "./gone";
import type { LeafRule } from "./tree";

const label = (text: string) => ({ zh: text, en: text });
const catalogue: Catalogue = {
  attributes: [
    { name: "province", type: "choice", label: label("省份") },
    {
      name: "gender",
      type: "choice",
      label: label("性别"),
      choices: [{ value: "female", label: label("女") }],
    },
  ],
  kinds: [
    { name: "paid", label: label("付款"), properties: [{ name: "amount", type: "money", label: label("金额") }] },
  ],
};
const known: Known = { segment: new Set(["老客"]), list: null, group: new Set() };
const text = (...values: string[]) => ({ test: "one_of" as const, values: values.map((text) => ({ text })) });
const of = (property: string): Filter => ({ type: "property", property, test: text("x") });

const cases: [string, LeafRule, string[]][] = [
  ["an attribute", { type: "is", attribute: "field.cups", test: text("2") }, ["attribute field.cups"]],
  ["a choice", { type: "is", attribute: "gender", test: text("female", "none") }, ["value none"]],
  ["no choice of an open list", { type: "is", attribute: "province", test: text("浙江") }, []],
  ["a deed", { type: "did", kind: "danced" }, ["kind danced"]],
  [
    "properties, however deep",
    {
      type: "did",
      kind: "paid",
      filter: { type: "any", filters: [of("amount"), { type: "not", filter: of("item.x") }] },
    },
    ["property item.x"],
  ],
  [
    "what a bound reckons",
    { type: "did", kind: "paid", bounds: [{ aggregate: "sum", property: "tax", comparison: ">=", value: "1" }] },
    ["property tax"],
  ],
  [
    "a deed of a sequence",
    {
      type: "then",
      first: { kind: "paid" },
      // biome-ignore lint/suspicious/noThenProperty: the API names it so, and nobody awaits a rule
      then: { kind: "danced" },
      within: { n: 1, unit: "days" },
    },
    ["kind danced"],
  ],
  ["a segment", { type: "in", set: "segment", name: "新客" }, ["segment 新客"]],
  ["no segment that is there", { type: "in", set: "segment", name: "老客" }, []],
  ["no set while not all are known", { type: "in", set: "list", name: "名单" }, []],
  ["nothing that is not chosen yet", { type: "in", set: "group", name: "" }, []],
];

describe("what is gone", () => {
  it.each(cases)("finds %s", (_, rule, expected) => {
    expect(goneOf(rule, catalogue, known).map(({ what, name }) => `${what} ${name}`)).toEqual(expected);
  });
});
