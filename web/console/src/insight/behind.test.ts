import { describe, expect, it } from "vitest";
import type { InsightBar, Rule } from "../api";
import { asks, namesOf } from "./asked";
import { bandOf, ruleOf } from "./behind";
import { few } from "./few";
import { sectionsOf } from "./topics";

const bar = (value: string, en = value, rule?: string): InsightBar => ({
  value,
  label: { zh: en, en },
  rule,
  customers: 10,
  share: 100,
  base_customers: 10,
  base_share: 100,
  tgi: 100,
  significant: false,
  p: 1,
});

describe("who is behind a bar", () => {
  it.each([
    ["gender", bar("female"), 'gender in ("female")'],
    ["city", bar('A "b" \\c'), 'city in ("A \\"b\\" \\\\c")'],
    ["member", bar("false"), "member = no"],
    ["reachable", bar("true"), "reachable.sms = yes"],
    ["channels", bar("web"), 'channels any of ("web")'],
    ["category", bar("茶"), 'did dealt where item.category in ("茶") in last 365 days'],
    ["age", bar("0", "below 18"), "age < 18"],
    ["deals", bar("2", "2"), "(deals >= 2 and deals < 3)"],
    ["deal_amount", bar("8", "5000 and more"), "deal_amount >= 5000"],
    ["visits", bar("0", "never"), "not did viewed in last 365 days"],
    ["visits", bar("1", "1–3"), "did viewed with times >= 1 and times < 3 in last 365 days"],
    [
      "price_band",
      bar("1", "20–50"),
      "did dealt with average item.price >= 20 and average item.price < 50 in last 365 days",
    ],
    ["first_deal", bar("0", "below 7"), "first dealt in last 168 hours"],
    ["last_deal", bar("1", "7–30"), "last dealt 720 to 168 hours ago"],
    ["last_deal", bar("5", "365 and more"), "last dealt over 8760 hours ago"],
    ["hour", bar("3", "03:00", "did paid where hour_of_day = 3"), "did paid where hour_of_day = 3"],
    ["rfm", bar("0", "Champions"), null],
    ["deals", bar("9", "all"), null],
  ])("of %s", (key, one, rule) => expect(ruleOf({ key }, one)).toBe(rule));
  it("reads no band from other words", () => expect(bandOf("about 3")).toBeNull());
  it("greys what few are behind, but not the absence of many", () => {
    expect(few({ customers: 29, base_share: 10 }, 100)).toBe(true);
    expect(few({ customers: 30, base_share: 10 }, 100)).toBe(false);
    expect(few({ customers: 0, base_share: 400 }, 100)).toBe(false);
  });
});

describe("what the crowd itself asks for", () => {
  const own: Rule = {
    type: "all",
    rules: [
      { type: "in", set: "segment", name: "老客" },
      { type: "not", rule: { type: "is", attribute: "province", test: { test: "known" } } },
    ],
  };
  const names = namesOf(own, (name) =>
    name === "老客" ? { type: "any", rules: [{ type: "did", kind: "dealt" }, own] } : null,
  );
  it("looks into the segments that are named, and ends where they name each other", () => {
    expect([...names.attributes, ...names.kinds]).toEqual(["province", "dealt"]);
  });
  it("takes buying as one matter", () => {
    expect(["deals", "stage", "province", "city", "category"].map((key) => asks(names, key))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

it("puts dimensions under their topics, and what is new last", () => {
  const of = (key: string, count = 1) => ({ key, bars: Array.from({ length: count }, () => bar("x")) }) as never;
  expect(sectionsOf([of("moon"), of("city"), of("gender", 0)]).map(({ topic }) => topic)).toEqual(["person", "more"]);
});
