import { describe, expect, test } from "vitest";
import { dayStart, listParams } from "./query";

describe("days of the business as instants", () => {
  test.each([
    ["2026-11-11", "Asia/Shanghai", 0, "2026-11-10T16:00:00Z"],
    ["2026-11-11", "Asia/Shanghai", 1, "2026-11-11T16:00:00Z"],
    ["2026-07-01", "Europe/London", 0, "2026-06-30T23:00:00Z"],
    ["2026-01-01", "America/New_York", 0, "2026-01-01T05:00:00Z"],
    ["2026-01-01", "UTC", 0, "2026-01-01T00:00:00Z"],
  ])("%s in %s and %i more", (day, zone, more, at) => expect(dayStart(day, zone, more)).toBe(at));
});

test("only what the server knows is asked", () => {
  expect(
    listParams({ tab: "dealt", q: "", view: "7", tag: "老客", last_deal_to: "2026-11-11" }, "Asia/Shanghai"),
  ).toEqual({ tab: "dealt", tag: "老客", last_deal_to: "2026-11-11T16:00:00Z" });
});
