import { describe, expect, it } from "vitest";
import { spans } from "./spans";

describe("spans of days", () => {
  it.each([
    ["2026-11-22", "last7", "2026-11-16", "2026-11-22"],
    ["2026-11-22", "last30", "2026-10-24", "2026-11-22"],
    ["2026-03-01", "last7", "2026-02-23", "2026-03-01"],
    ["2026-03-01", "thisMonth", "2026-03-01", "2026-03-01"],
    ["2028-03-15", "lastMonth", "2028-02-01", "2028-02-29"],
    ["2027-01-01", "lastMonth", "2026-12-01", "2026-12-31"],
    ["2027-01-01", "thisYear", "2027-01-01", "2027-01-01"],
  ])("on %s %s is %s to %s", (today, key, from, to) => {
    expect(spans(today).find((one) => one.key === key)).toEqual({ key, from, to });
  });
});
