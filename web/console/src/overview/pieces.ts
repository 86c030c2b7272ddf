// What the pieces of the picture are called: a day by its date, a week by its first and last day, a month by its name.
import type { Overview } from "../api";

type Row = Overview["sales"][number];

export function called(row: Row, width: Overview["width"]): string {
  if (row.day === row.until) return row.day;
  return width === "month" ? row.day.slice(0, 7) : `${row.day} – ${row.until}`;
}

/** What stands below the picture: a month needs no day. */
export function below(width: Overview["width"], shortDay: (day: string) => string): (day: string) => string {
  return width === "day" ? shortDay : width === "week" ? (day) => day : (day) => day.slice(0, 7);
}
