// China as tiles: one for each province, region and municipality, placed roughly where it lies. No boundary is drawn, so
// no boundary file is needed and none can be wrong; small provinces are as easy to read as large ones. Pure.
import type { InsightBar, Label } from "../api";

export interface Tile {
  /** What every way of writing the name begins with. */
  name: string;
  label: Label;
  column: number;
  row: number;
}

const tile = (row: number, column: number, name: string, zh: string, en: string): Tile => ({
  name,
  label: { zh, en },
  column,
  row,
});

export const COLUMNS = 8;
export const TILES: Tile[] = [
  tile(1, 8, "黑龙江", "黑龙江", "HLJ"),
  tile(2, 5, "内蒙", "内蒙古", "NMG"),
  tile(2, 6, "北京", "北京", "BJ"),
  tile(2, 8, "吉林", "吉林", "JL"),
  tile(3, 1, "新疆", "新疆", "XJ"),
  tile(3, 4, "宁夏", "宁夏", "NX"),
  tile(3, 5, "山西", "山西", "SX"),
  tile(3, 6, "河北", "河北", "HEB"),
  tile(3, 7, "天津", "天津", "TJ"),
  tile(3, 8, "辽宁", "辽宁", "LN"),
  tile(4, 2, "青海", "青海", "QH"),
  tile(4, 3, "甘肃", "甘肃", "GS"),
  tile(4, 4, "陕西", "陕西", "SN"),
  tile(4, 5, "河南", "河南", "HEN"),
  tile(4, 6, "山东", "山东", "SD"),
  tile(5, 1, "西藏", "西藏", "XZ"),
  tile(5, 3, "四川", "四川", "SC"),
  tile(5, 4, "重庆", "重庆", "CQ"),
  tile(5, 5, "湖北", "湖北", "HUB"),
  tile(5, 6, "安徽", "安徽", "AH"),
  tile(5, 7, "江苏", "江苏", "JS"),
  tile(5, 8, "上海", "上海", "SH"),
  tile(6, 3, "云南", "云南", "YN"),
  tile(6, 4, "贵州", "贵州", "GZ"),
  tile(6, 5, "湖南", "湖南", "HUN"),
  tile(6, 6, "江西", "江西", "JX"),
  tile(6, 7, "浙江", "浙江", "ZJ"),
  tile(7, 4, "广西", "广西", "GX"),
  tile(7, 5, "广东", "广东", "GD"),
  tile(7, 6, "福建", "福建", "FJ"),
  tile(7, 8, "台湾", "台湾", "TW"),
  tile(8, 4, "海南", "海南", "HI"),
  tile(8, 5, "澳门", "澳门", "MO"),
  tile(8, 6, "香港", "香港", "HK"),
];

/** The bars on their tiles, and those that no tile has. */
export function onTiles(bars: InsightBar[]): { placed: (Tile & { bar: InsightBar | null })[]; others: InsightBar[] } {
  const left = new Set(bars);
  const placed = TILES.map((one) => {
    const bar = bars.find((b) => b.value.startsWith(one.name)) ?? null;
    if (bar) left.delete(bar);
    return { ...one, bar };
  });
  return { placed, others: bars.filter((bar) => left.has(bar)) };
}

/** How deep a colour, 0 to 1: of a TGI, from 60 to 180; of a share, against the largest. */
export function depth(bar: InsightBar | null, by: "tgi" | "share", most: number): number {
  if (!bar || bar.customers === 0) return 0;
  if (by === "share") return Math.sqrt(bar.share / Math.max(most, 1));
  return Math.min(1, Math.max(0.06, ((bar.tgi ?? 100) - 60) / 120));
}
