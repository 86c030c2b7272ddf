import { expect, it } from "vitest";
import { decimalsOf, even } from "./decimals";

it("writes a column with as many decimals as it needs", () => {
  const column = ["1", "2.5", null, 10.25];
  const decimals = decimalsOf(column);
  expect(column.map((cell) => (cell === null ? null : even(cell, decimals)))).toEqual(["1.00", "2.50", null, "10.25"]);
});
it("leaves whole numbers whole, and long ones as they are", () => {
  expect(decimalsOf(["118300134525108225", 3])).toBe(0);
  expect(even("118300134525108225", 2)).toBe("118300134525108225.00");
});
it("cuts what nobody reads, and touches nothing that is not written out", () => {
  expect(even(1 / 3, decimalsOf([1 / 3]))).toBe("0.333333");
  expect(even("1e21", decimalsOf(["1e21", "2.5"]))).toBe("1e21");
});
