import { describe, expect, it } from "vitest";
import type { DrawPrize, DrawTerms } from "../api";
import { freshPrize, freshTerms, missingOf, odds, tidy, winning } from "./terms";

const named = (more: Partial<DrawPrize>): DrawPrize => ({ ...freshPrize(), name: { zh: "茶杯", en: "" }, ...more });
const terms = (prizes: DrawPrize[], name = "周年抽奖"): DrawTerms => ({
  ...freshTerms("2026-11-22T06:00:00.000Z"),
  name: { zh: name, en: "" },
  prizes,
});

describe("a draw's terms", () => {
  it("run for a week from the start", () =>
    expect(freshTerms("2026-11-22T06:00:00.000Z").ends_at).toBe("2026-11-29T06:00:00.000Z"));

  it.each<[string, DrawTerms, string[]]>([
    ["nothing", terms([named({})]), []],
    ["its name", terms([named({})], " "), ["name.zh"]],
    ["a prize's name", terms([freshPrize()]), ["prizes.0.name.zh"]],
    ["the coupon", terms([named({ kind: "coupon" })]), ["prizes.0.ref"]],
    ["how many points", terms([named({ kind: "points", amount: null })]), ["prizes.0.amount"]],
    ["more than all", terms([named({ chance_ppm: 600_000 }), named({ chance_ppm: 400_001 })]), ["prizes"]],
  ])("misses %s", (_name, one, wanted) => expect(missingOf(one).map(({ path }) => path)).toEqual(wanted));

  it("keep of a prize only what its kind has", () => {
    const [prize] = tidy(terms([named({ kind: "goods", ref: "7", amount: 5, valid_days: 9 })])).prizes;
    expect(prize).toMatchObject({ name: { zh: "茶杯", en: "茶杯" }, ref: null, amount: null, valid_days: null });
  });

  it.each([
    [10_000, "1%"],
    [125, "0.0125%"],
    [1, "0.0001%"],
  ])("write %d parts of a million as %s", (ppm, wanted) => expect(odds(ppm, "zh-CN")).toBe(wanted));

  it("adds chances up", () => expect(winning([named({ chance_ppm: 1 }), named({ chance_ppm: 2 })])).toBe(3));
});
