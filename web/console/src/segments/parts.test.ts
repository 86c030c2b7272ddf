import { describe, expect, it } from "vitest";
import type { Segment } from "../api";
import { byDay } from "./days";
import { withLive } from "./live";
import { spark } from "./spark";

describe("a spark", () => {
  it("needs two points, stays inside its box and ends where it ends", () => {
    expect(spark([1], 100, 30)).toBeNull();
    const drawn = spark([10, 20, 15], 100, 30);
    expect(drawn?.line).toBe("M3 27L50 3L97 15");
    expect(drawn?.end).toEqual({ x: 97, y: 15 });
  });
  it("keeps still what hardly moves", () => {
    expect(spark([1000, 1000, 1000], 100, 30)?.line).toBe("M3 15L50 15L97 15");
    const small = spark([1000, 1001], 100, 30)?.end.y ?? 0;
    expect(small).toBeGreaterThan(13);
  });
});

describe("live sizes", () => {
  const segment = { id: "1", size: 5, size_at: "2026-11-21T08:00:00Z", state: "building" } as Segment;
  const heard = (at: string) => new Map([["1", { id: "1", size: 9, at }]]);
  it("lays the newer over the older", () => {
    expect(withLive(segment, heard("2026-11-21T08:01:00Z"))).toMatchObject({ size: 9, state: "live" });
    expect(withLive(segment, heard("2026-11-21T07:00:00Z"))).toBe(segment);
    expect(withLive(segment, new Map())).toBe(segment);
    expect(withLive({ ...segment, size_at: null }, heard("2026-11-21T07:00:00Z")).size).toBe(9);
  });
});

describe("sizes by day", () => {
  const point = (at: string, size: number, entered = 1, left = 0) => ({ at, size, entered, left });
  const dayOf = (at: string) => at.slice(0, 10);
  it("takes the last size of a day, adds who moved, and carries quiet days on", () => {
    const points = [
      point("2026-11-01T08:00:00Z", 5),
      point("2026-11-01T20:00:00Z", 6),
      point("2026-11-03T01:00:00Z", 4, 0, 2),
    ];
    expect(byDay(points, dayOf, "2026-11-04").map((d) => [d.day.slice(-2), d.size, d.entered, d.left])).toEqual([
      ["01", 6, 2, 0],
      ["02", 6, 0, 0],
      ["03", 4, 0, 2],
      ["04", 4, 0, 0],
    ]);
    expect(byDay([], dayOf, "2026-11-04")).toEqual([]);
  });
});
