// Evidence laid end to end.
import { describe, expect, it } from "vitest";
import { type Step, spans, waterfall } from "./steps";

const part = (field: string, weight: number) => ({
  field,
  left: null,
  right: null,
  agreement: "same" as const,
  level: "same",
  m: 0.9,
  u: 0.1,
  weight,
});

describe("a waterfall", () => {
  it("leads from the start to the total, the strongest part first", () => {
    const steps = waterfall({
      start: -4,
      weight: 5,
      evidence: [part("name", 3), part("gender", -1), part("mobile", 7)],
    });
    expect(steps.map(({ key, from, to }) => [key, from, to])).toEqual([
      ["start", 0, -4],
      ["mobile", -4, 3],
      ["name", 3, 6],
      ["gender", 6, 5],
      ["total", 0, 5],
    ]);
  });
  it("leaves out what says nothing", () => {
    expect(waterfall({ start: 2, weight: 2, evidence: [part("email", 0)] }).map(({ key }) => key)).toEqual([
      "start",
      "total",
    ]);
  });
  it.each([
    [2, 5, { base: 2, above: 3, below: 0 }],
    [5, 2, { base: 2, above: 3, below: 0 }],
    [-1, -4, { base: -1, above: 0, below: -3 }],
    [-4, 3, { base: 0, above: 3, below: -4 }],
    [0, -4, { base: 0, above: 0, below: -4 }],
  ])("draws %i to %i from what is not seen", (from, to, drawn) => {
    const step: Step = { key: "name", kind: "part", from, to, level: null, m: null, u: null };
    expect(spans(step)).toEqual(drawn);
  });
});
