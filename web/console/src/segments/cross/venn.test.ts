import { describe, expect, it } from "vitest";
import { lens, venn } from "./venn";

describe("two circles", () => {
  it("share nothing when apart, all of the smaller when one holds the other, and a known part between", () => {
    expect(lens(1, 1, 2)).toBe(0);
    expect(lens(2, 1, 0.5)).toBeCloseTo(Math.PI);
    expect(lens(1, 1, 1)).toBeCloseTo((2 * Math.PI) / 3 - Math.sqrt(3) / 2);
  });
  it.each([
    [4000, 4000, 1000],
    [9000, 2500, 1200],
    [1200, 8000, 700],
  ])("%d and %d with %d in both: areas as numbers", (left, right, both) => {
    const v = venn(left, right, both);
    const one = (Math.PI * v.left.r ** 2) / left;
    expect((Math.PI * v.right.r ** 2) / right / one).toBeCloseTo(1, 3);
    expect(lens(v.left.r, v.right.r, v.right.x - v.left.x) / both / one).toBeCloseTo(1, 2);
  });
  it.each([
    [10, 10, 0],
    [0, 0, 0],
    [100000, 1, 1],
    [1, 100000, 0],
    [500, 500, 500],
  ])("%d, %d, %d: all of it inside the picture", (left, right, both) => {
    const v = venn(left, right, both);
    for (const circle of [v.left, v.right]) {
      expect(circle.r).toBeGreaterThan(0);
      expect(circle.x - circle.r).toBeGreaterThanOrEqual(0);
      expect(circle.x + circle.r).toBeLessThanOrEqual(v.width);
      expect(circle.r).toBeLessThanOrEqual(v.height / 2);
    }
  });
});
