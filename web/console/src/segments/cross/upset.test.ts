import { describe, expect, it } from "vitest";
import type { CountAnswer, Rule } from "../../api";
import { asked, crossing } from "./upset";

const crowd = (name: string): Rule => ({ type: "in", set: "segment", name });
const crowds = ["a", "b", "c"].map(crowd);

describe("three crowds crossed", () => {
  it("asks every part once, then every crowd", () => {
    const rule = asked(crowds);
    expect(rule.type === "any" && rule.rules.length).toBe(7 + 3);
    expect(rule.type === "any" && rule.rules[1]).toEqual({
      type: "all",
      rules: [{ type: "not", rule: crowd("a") }, crowd("b"), { type: "not", rule: crowd("c") }],
    });
    expect(rule.type === "any" && rule.rules.slice(7)).toEqual(crowds);
  });
  it("reads the parts that have anybody, the largest first, and the sizes", () => {
    const parts = [3, 0, 9, 1, 0, 0, 2, 15, 12, 3].map((customers, at) => ({ path: String(at), customers }));
    const answer: CountAnswer = { customers: 15, base: 100, at: "2026-11-11T00:00:00Z", took_us: 1, parts };
    const found = crossing(crowds, answer);
    expect(found.parts.map(({ inside, customers }) => [inside.map(Number).join(""), customers])).toEqual([
      ["110", 9],
      ["100", 3],
      ["111", 2],
      ["001", 1],
    ]);
    expect([found.empty, found.sizes, found.union]).toEqual([3, [15, 12, 3], 15]);
  });
});
