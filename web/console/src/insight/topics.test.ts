import { describe, expect, it } from "vitest";
import type { InsightBar } from "../api";
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

describe("few people", () => {
  it("greys what few are behind, but not the absence of many", () => {
    expect(few({ customers: 29, base_share: 10 }, 100)).toBe(true);
    expect(few({ customers: 30, base_share: 10 }, 100)).toBe(false);
    expect(few({ customers: 0, base_share: 400 }, 100)).toBe(false);
  });
});

it("puts dimensions under their topics, and what is new last", () => {
  const of = (key: string, count = 1) => ({ key, bars: Array.from({ length: count }, () => bar("x")) }) as never;
  expect(sectionsOf([of("moon"), of("city"), of("gender", 0)]).map(({ topic }) => topic)).toEqual(["person", "more"]);
});
