// Sizes by day: the server keeps a point for each quarter of an hour in which something moved. Pure; days come in named.
import type { SizePoint } from "../api";

export interface DaySize {
  day: string;
  size: number;
  entered: number;
  left: number;
}

/** The size at the end of each day and who came and left in it; days without a move keep the size before. */
export function byDay(points: SizePoint[], dayOf: (at: string) => string, today: string): DaySize[] {
  const days = new Map<string, DaySize>();
  for (const point of points) {
    const day = dayOf(point.at);
    const known = days.get(day);
    days.set(day, {
      day,
      size: point.size,
      entered: (known?.entered ?? 0) + point.entered,
      left: (known?.left ?? 0) + point.left,
    });
  }
  const first = days.keys().next().value;
  if (first === undefined) return [];
  const all: DaySize[] = [];
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= Date.parse(`${today}T00:00:00Z`); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(days.get(day) ?? { day, size: all.at(-1)?.size ?? 0, entered: 0, left: 0 });
  }
  return all;
}
