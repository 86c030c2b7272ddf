// What the pictures of value are laid out from.
import { describe, expect, it } from "vitest";
import type { Flows } from "../api";
import { moved } from "./flows";
import { depth, weeks } from "./heat";
import { groupWeight, stageWeight } from "./weights";

const states = ["new", "loyal", "lost", ""].map((key) => ({ key, label: { zh: key, en: key } }));
const flow = (from: string, to: string, customers: number) => ({ from, to, customers });
const movement: Flows = {
  states,
  months: [
    {
      from: "2026-09-30",
      to: "2026-10-31",
      flows: [
        flow("lost", "lost", 40),
        flow("loyal", "lost", 3),
        flow("new", "loyal", 9),
        flow("", "new", 12),
        flow("new", "new", 0),
        flow("new", "elsewhere", 2),
      ],
    },
  ],
};

describe("a month's flows", () => {
  const shown = moved(movement, movement.months[0]);
  it("keep the order of the states, on each side those that have somebody", () => {
    expect(shown.from).toEqual([
      { key: "new", customers: 11 },
      { key: "loyal", customers: 3 },
      { key: "lost", customers: 40 },
      { key: "", customers: 12 },
    ]);
    expect(shown.to.map(({ key }) => key)).toEqual(["new", "loyal", "lost"]);
  });
  it("draw what is between known states, and nothing of nobody", () => {
    expect(shown.flows.map(({ from, to }) => `${from}>${to}`)).toEqual([
      "lost>lost",
      "loyal>lost",
      "new>loyal",
      ">new",
    ]);
  });
  it("name the largest moves, not those who stayed", () => {
    expect(shown.largest.map(({ customers }) => customers)).toEqual([12, 9, 3, 2]);
    expect(moved(movement, undefined)).toEqual({ from: [], to: [], flows: [], largest: [] });
  });
});

describe("heat", () => {
  it.each([
    [0, 100, 0],
    [-5, 100, 0],
    [1, 100, 1],
    [50, 100, 3],
    [100, 100, 5],
    [3, 0, 0],
  ])("%i of %i is step %i of six", (value, most, step) => {
    expect(depth(value, most, 6)).toBe(step);
  });
});

describe("a calendar", () => {
  const days = (from: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      day: new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10),
    }));
  it("begins its weeks on Monday", () => {
    const laid = weeks(days("2026-11-21", 42));
    expect(laid).toHaveLength(7);
    expect(laid[0]?.map((one) => one?.day ?? "")).toEqual(["", "", "", "", "", "2026-11-21", "2026-11-22"]);
    expect(
      laid
        .at(-1)
        ?.map((one) => one?.day ?? "")
        .filter(Boolean),
    ).toHaveLength(5);
    expect(weeks(days("2026-11-23", 7))).toHaveLength(1);
    expect(weeks([])).toEqual([]);
  });
});

describe("the shade of a state", () => {
  it("is deepest for the best and grey for the gone", () => {
    expect([groupWeight("champion"), groupWeight("lost"), groupWeight("")]).toEqual([1, 0, 0]);
    expect([stageWeight("loyal"), stageWeight("lost"), stageWeight("unheard of")]).toEqual([1, 0, 0]);
  });
});
