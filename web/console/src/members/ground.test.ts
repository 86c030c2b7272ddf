import { describe, expect, it } from "vitest";
import type { CountedBy, MemberLevel, Pyramid } from "../api";
import { faultsOf, plain, standingAt } from "./ground";

const level = (zh: string, amount: number | null, deals: number | null, discount: number, en = ""): MemberLevel => ({
  id: null,
  name: { zh, en },
  amount,
  deals,
  benefits: { ...plain, discount },
});

describe("levels", () => {
  it.each<[string, CountedBy, MemberLevel[], string[]]>([
    ["rising and falling", "amount", [level("a", 1, null, 980), level("b", 2, null, 950)], []],
    ["no rise", "amount", [level("a", 2, null, 980), level("b", 2, null, 950)], ["levels.1.amount rising"]],
    ["deals are asked", "both", [level("a", 1, null, 980)], ["levels.0.deals missing"]],
    ["deals are not asked", "amount", [level("a", 1, 9, 980), level("b", 2, 1, 980)], []],
    [
      "dearer above",
      "amount",
      [level("a", 1, null, 900), level("b", 2, null, 950)],
      ["levels.1.benefits.discount falling"],
    ],
    ["too cheap", "amount", [level("a", 1, null, 690)], ["levels.0.benefits.discount floor"]],
    [
      "names",
      "amount",
      [level("a", 1, null, 900), level("a ", 2, null, 900), level(" ", 3, null, 900)],
      ["levels.1.name.zh twice", "levels.2.name.zh name"],
    ],
    [
      "names in English",
      "amount",
      [level("a", 1, null, 900, "A"), level("", 2, null, 900, "B"), level("c", 3, null, 900, " A")],
      ["levels.2.name.en twice"],
    ],
  ])("%s", (_name, by, levels, wanted) =>
    expect(faultsOf(by, levels).map((fault) => `${fault.path} ${fault.code}`)).toEqual(wanted),
  );
});

describe("the pyramid of the past", () => {
  const pyramid: Pyramid = {
    as_of: "2026-11-21T00:00:00Z",
    members: 100,
    none: 20,
    levels: [
      { id: "1", name: { zh: "low", en: "" }, members: 60, locked: 0 },
      { id: "2", name: { zh: "high", en: "" }, members: 20, locked: 0 },
    ],
    months: [
      {
        month: "2026-10",
        joined: 10,
        left: 0,
        up: 8,
        down: 0,
        levels: [
          { id: "1", entered: 5, left: 3 },
          { id: "2", entered: 3, left: 0 },
        ],
      },
      {
        month: "2026-11",
        joined: 30,
        left: 2,
        up: 20,
        down: 1,
        levels: [
          { id: "1", entered: 15, left: 6 },
          { id: "2", entered: 6, left: 1 },
        ],
      },
    ],
  };
  it.each([
    ["today, with all movement", null, ["2 20 +9 -1", "1 60 +20 -9", "null 20 +0 -0"]],
    ["the last month is today", "2026-11", ["2 20 +6 -1", "1 60 +15 -6", "null 20 +0 -0"]],
    ["a month before", "2026-10", ["2 15 +3 -0", "1 51 +5 -3", "null 6 +0 -0"]],
  ])("%s", (_name, month, wanted) =>
    expect(standingAt(pyramid, month).map((s) => `${s.id} ${s.members} +${s.entered} -${s.left}`)).toEqual(wanted),
  );
});
