// Bars of hours and weekdays as a field of seven by twenty-four. Pure.
import type { InsightBar, InsightDimension } from "../api";

export interface Cell {
  /** 1 is Monday. */
  day: number;
  hour: number;
  bar: InsightBar;
}

/** `3-14` is Wednesday, 14 o'clock. Null when the values are of another form. */
export function cells(dimension: InsightDimension): Cell[] | null {
  if (dimension.kind !== "time" && dimension.kind !== "week_hours") return null;
  const found: Cell[] = [];
  for (const bar of dimension.bars) {
    const match = /^([1-7])[-_: ](\d{1,2})$/.exec(bar.value);
    if (!match) return null;
    found.push({ day: Number(match[1]), hour: Number(match[2]), bar });
  }
  return found.length > 0 ? found : null;
}
