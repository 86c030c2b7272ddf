// Between the clock on the shop's wall and instants.

/** The instant at which the wall clock in `zone` shows `wall`: `2026-11-10` or `2026-11-10T20:00`. */
export function instantAt(wall: string, zone: string): string {
  const utc = Date.parse(wall.length === 10 ? `${wall}T00:00:00Z` : `${wall.slice(0, 16)}:00Z`);
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(utc);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const there = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return new Date(utc - (there - utc)).toISOString().replace(/\.\d+Z$/, "Z");
}

/** So many days after a day of the calendar. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
