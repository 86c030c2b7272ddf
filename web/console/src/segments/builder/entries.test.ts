import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Catalogue, Test } from "../../api";
import { complete } from "./complete";
import { entriesOf, firstTestOfFact, headingsOf, search, synonyms } from "./entries";
import { changeWay, wayOf, waysOf } from "./tests";
import { en, zh } from "./words";

const label = (zh: string, en: string) => ({ zh, en });
const catalogue: Catalogue = {
  groups: [
    { value: "trade", label: label("交易", "Trade") },
    { value: "person", label: label("人", "Person") },
  ],
  attributes: [
    { name: "province", type: "choice", label: label("省份", "province"), group: "person" },
    { name: "field.skin", type: "text", label: label("肤质", "skin type"), group: "field" },
    { name: "deal_amount", type: "money", label: label("成交金额", "deal amount"), group: "trade" },
    { name: "birthday", type: "anniversary", label: label("生日", "birthday"), group: "person" },
  ],
  kinds: [
    { name: "paid", label: label("付款", "paid"), properties: [] },
    { name: "carted", label: label("加购", "carted"), properties: [] },
  ],
  own_events: ["Quiz Done"],
};
const entries = entriesOf(catalogue, { segments: [{ name: "老客", kind: "live" }], groups: [{ name: "茶友" }] });
const found = (asked: string) => search(entries, asked).map((entry) => entry.key);

describe("the catalogue of conditions", () => {
  it.each([
    ["省", ["is province"]],
    ["地区", ["is province"]],
    ["Deal AM", ["is deal_amount"]],
    ["肤", ["is field.skin"]],
    ["购物车", ["did carted"]],
    ["加购 没有", ["carted-paid"]],
    ["茶友", ["in group 茶友"]],
    ["quiz", ["did other Quiz Done"]],
    ["nothing at all", []],
  ])("finds by %s", (asked, keys) => expect(found(asked)).toEqual(keys));
  it("knows further words of names that the catalogue has", () => {
    const folder = new URL("../../../../../crates/shop/src/segments/catalogue/", import.meta.url);
    const said = ["kinds.rs", "attributes.rs"].map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
    expect(Object.keys(synonyms).filter((name) => !said.includes(`"${name}"`))).toEqual([]);
  });
  it("finds what the field for searching names as an example", () => {
    const attribute = (name: string, zh: string, en: string) =>
      ({ name, type: "instant", label: label(zh, en), group: "trade" }) as const;
    const more = entriesOf(
      {
        ...catalogue,
        attributes: [...catalogue.attributes, attribute("last_deal_at", "最近成交时间", "last deal")],
      },
      { segments: [], groups: [] },
    );
    for (const example of [zh, en].flatMap(({ picker }) => picker.search.replace(/^.*[:：]/, "").split(/[,、]/)))
      expect(search(more, example.trim()).length, example).toBeGreaterThan(0);
  });
  it("keeps the order of the headings, and has one for every attribute", () => {
    expect(headingsOf(catalogue).map((heading) => heading.value)).toEqual(["trade", "person", "field"]);
    expect(entries.slice(0, 4).map((entry) => entry.heading)).toEqual(["person", "field", "trade", "person"]);
  });
  it("begins values empty and times filled in", () => {
    const begun = Object.fromEntries(
      entries.map((entry) => {
        const node = entry.make();
        return [entry.key, node.kind === "leaf" && complete(node.rule)];
      }),
    );
    expect([begun["is province"], begun["is deal_amount"], begun["is birthday"], begun["did paid"]]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(begun["carted-paid"]).toBe(true);
  });
});

describe("ways of testing", () => {
  const text = (value: string) => ({ text: value });
  const some: Test = { test: "one_of", values: [text("a"), text("b")] };
  it.each<[Test, Parameters<typeof changeWay>[1], Parameters<typeof changeWay>[2], Test]>([
    [some, "all_of", "tags", { test: "all_of", values: [text("a"), text("b")] }],
    [some, "!=", "choice", { test: "compare", comparison: "!=", value: text("a") }],
    [some, "contains", "text", { test: "contains", text: "a" }],
    [{ test: "contains", text: "" }, "one_of", "text", { test: "one_of", values: [] }],
    [
      { test: "compare", comparison: ">=", value: { number: "3" } },
      "between",
      "number",
      { test: "between", from: { number: "3" }, to: { number: "" } },
    ],
    [some, "known", "text", { test: "known" }],
    [{ test: "known" }, ">=", "money", { test: "compare", comparison: ">=", value: { number: "" } }],
  ])("%j by %s", (from, way, type, to) => expect(changeWay(from, way, type)).toEqual(to));
  it("asks a fact's day to compare, and an attribute's to lie in a window", () => {
    const known: Test = { test: "known" };
    expect(waysOf("day", known)).toEqual(["when", "known"]);
    expect(waysOf("day", known, true)).toEqual([">=", "<=", "=", "between", "known"]);
    expect(firstTestOfFact("day")).toEqual({ test: "compare", comparison: ">=", value: { day: "" } });
    expect(firstTestOfFact("flag")).toEqual({ test: "compare", comparison: "=", value: { flag: true } });
  });
  it("asks for an own event by its name", () => {
    const node = entries.find((entry) => entry.key === "did other Quiz Done")?.make();
    expect(node?.kind === "leaf" && node.rule).toMatchObject({
      kind: "other",
      filter: { property: "name", test: { values: [{ text: "Quiz Done" }] } },
    });
  });
  it("offers the way that a written rule uses", () => {
    const test: Test = { test: "compare", comparison: "=", value: text("a") };
    expect(waysOf("choice", test)[0]).toBe(wayOf(test));
  });
});
