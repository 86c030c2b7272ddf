import { describe, expect, it } from "vitest";
import type { PromotionRow } from "../api";
import { barsOf, monthAfter, monthDays } from "./month";

const row = (starts_at: string | null, ends_at: string | null) => ({ starts_at, ends_at }) as PromotionRow;
const dayOf = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

describe("months", () => {
  it.each([
    ["2026-11", 1, "2026-12"],
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
  ])("%s and %i", (month, by, wanted) => expect(monthAfter(month, by)).toBe(wanted));
  it("has its days and its weekends", () => {
    expect(monthDays("2028-02").length).toBe(29);
    expect(
      monthDays("2026-11")
        .filter((day) => day.rest)
        .map((day) => day.day.slice(8)),
    ).toEqual(["01", "07", "08", "14", "15", "21", "22", "28", "29"]);
  });
});

describe("bars", () => {
  it.each<[string, PromotionRow, string]>([
    ["within", row("2026-11-10T12:00:00Z", "2026-11-12T04:00:00Z"), "10-13 opens closes"],
    ["an end at the shop's midnight", row("2026-11-10T12:00:00Z", "2026-11-11T16:00:00Z"), "10-12 opens closes"],
    ["from before to after", row("2026-10-01T00:00:00Z", "2026-12-05T00:00:00Z"), "1-31"],
    ["always", row(null, null), "1-31"],
    ["one hour", row("2026-11-11T01:00:00Z", "2026-11-11T02:00:00Z"), "11-12 opens closes"],
  ])("%s", (_name, one, wanted) => {
    const [bar] = barsOf([one], "2026-11", dayOf);
    expect([`${bar?.from}-${bar?.to}`, bar?.opens && "opens", bar?.closes && "closes"].filter(Boolean).join(" ")).toBe(
      wanted,
    );
  });
  it.each<[string, string, string, string]>([
    ["two days before", "2026-11-08T16:00:00Z", "2026-11-10T16:00:00Z", "9-13 2"],
    ["hours before", "2026-11-10T10:00:00Z", "2026-11-10T12:00:00Z", "10-13 0"],
    ["in the month before", "2026-10-31T00:00:00Z", "2026-11-01T00:00:00Z", "1-13 0"],
    ["for everybody in the next month", "2026-11-29T16:00:00Z", "2026-12-01T00:00:00Z", "30-31 1"],
  ])("early access %s", (_name, at, from, wanted) => {
    const until = from < "2026-11-30" ? "2026-11-12T04:00:00Z" : "2026-12-12T04:00:00Z";
    const one = { ...row(from, until), id: "1" };
    const [bar] = barsOf([one], "2026-11", dayOf, [{ id: "1", at, words: { zh: "", en: "" } }]);
    expect(`${bar?.from}-${bar?.to} ${bar?.early?.days}`).toBe(wanted);
  });
});
