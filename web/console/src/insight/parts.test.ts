import { describe, expect, it } from "vitest";
import type { InsightBar, InsightDimension } from "../api";
import { HEIGHT, PROVINCES, WIDTH } from "./china";
import { cells } from "./heat";
import { COLUMNS, depth, onTiles, TILES } from "./tiles";

const bar = (value: string, share = 100, tgi: number | null = 100): InsightBar => ({
  value,
  label: { zh: value, en: value },
  customers: share,
  share,
  base_customers: 10,
  base_share: 10,
  tgi,
  significant: false,
  p: 1,
});

describe("China as tiles", () => {
  it("has every province once, each on a place of its own", () => {
    expect(TILES).toHaveLength(34);
    expect(new Set(TILES.map((t) => t.name)).size).toBe(34);
    expect(new Set(TILES.map((t) => `${t.row} ${t.column}`)).size).toBe(34);
    expect(TILES.every((t) => t.column <= COLUMNS)).toBe(true);
  });
  it("finds a tile by any way of writing the name, and keeps what has none", () => {
    const { placed, others } = onTiles([bar("内蒙古自治区"), bar("浙江"), bar("California")]);
    expect(placed.filter((t) => t.bar).map((t) => t.label.zh)).toEqual(["内蒙古", "浙江"]);
    expect(others.map((b) => b.value)).toEqual(["California"]);
  });
  it.each([
    [null, 0],
    [bar("x", 0), 0],
    [bar("x", 10, 120), 0.5],
    [bar("x", 10, 900), 1],
    [bar("x", 10, 10), 0.06],
  ])("colours %j", (one, deep) => expect(depth(one, "tgi", 100)).toBeCloseTo(deep));
});

describe("China as a map", () => {
  it("has the provinces of the tiles, each found by its name alone, and none outside the picture", () => {
    expect(PROVINCES).toHaveLength(TILES.length);
    for (const tile of TILES) expect(PROVINCES.filter(({ name }) => name.startsWith(tile.name))).toHaveLength(1);
    for (const { name, x, y, path } of PROVINCES) {
      expect([name, path.startsWith("M") && path.endsWith("z")]).toEqual([name, true]);
      expect([name, x > 0 && x < WIDTH && y > 0 && y < HEIGHT]).toEqual([name, true]);
    }
  });
});

describe("hours and weekdays", () => {
  const time = (...values: string[]) => ({ kind: "time", bars: values.map((v) => bar(v)) }) as InsightDimension;
  it("reads day and hour", () => {
    expect(cells(time("1-0", "7-23"))?.map((c) => [c.day, c.hour])).toEqual([
      [1, 0],
      [7, 23],
    ]);
    expect(cells({ ...time("1-09"), kind: "week_hours" })?.[0]).toMatchObject({ day: 1, hour: 9 });
    expect(cells(time("08"))).toBeNull();
    expect(cells(time())).toBeNull();
  });
});
