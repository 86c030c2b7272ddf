import { describe, expect, it } from "vitest";
import type { SatisfactionPoint } from "../api";
import { zoomed } from "./picture";

describe("the axis of satisfaction", () => {
  const point = (score: number | null, low: number, high: number) =>
    ({ score, low, high, control: null }) as unknown as SatisfactionPoint;
  it("reaches as far as the points do", () => {
    expect(zoomed([point(930, 910, 950), point(940, 905, 962)], [0, 1000, 250])).toEqual([900, 975, 25]);
    expect(zoomed([point(500, 100, 990)], [0, 1000, 250])).toEqual([0, 1000, 250]);
    expect(zoomed([point(20, -70, 100)], [-100, 100, 50])).toEqual([-100, 100, 50]);
  });
  it("is whole where nothing is known", () => {
    expect(zoomed([], [1, 7, 1])).toEqual([1, 7, 1]);
  });
});
