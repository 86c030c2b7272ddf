// How deep a cell of a heat table is coloured, in steps of the ramp. Pure.

/** 0 for nothing, then 1 to the last step, the most being the deepest. */
export function depth(value: number, most: number, steps: number): number {
  if (value <= 0 || most <= 0) return 0;
  return Math.min(steps - 1, 1 + Math.floor((value / most) * (steps - 1.001)));
}

/** Weeks of seven days that begin on Monday, with nothing where a day is outside. */
export function weeks<T extends { day: string }>(days: T[]): (T | null)[][] {
  const first = days[0];
  if (!first) return [];
  const lead = (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (T | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
