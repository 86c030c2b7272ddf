// An answer as rows and columns: which lines there are, in order, what stands where, and the same as rows of text. Pure.
import type { PivotAnswer, PivotCell } from "../api";

export interface Line {
  key: string;
  /** Places among the members, one for each axis. */
  places: number[];
}
export interface Laid {
  rows: Line[];
  columns: Line[];
  at: (row: Line, column: Line) => PivotCell | undefined;
  rowTotal: (row: Line) => PivotCell | undefined;
  columnTotal: (column: Line) => PivotCell | undefined;
}

const keyOf = (places: number[]) => places.join(" ");
const order = (a: Line, b: Line) => {
  for (const [axis, place] of a.places.entries()) {
    const other = b.places[axis] ?? 0;
    if (place !== other) return place - other;
  }
  return 0;
};
function lines(cells: PivotCell[], of: "row" | "column"): Line[] {
  const found = new Map<string, Line>();
  for (const cell of cells) {
    const key = keyOf(cell[of]);
    if (!found.has(key)) found.set(key, { key, places: cell[of] });
  }
  return [...found.values()].sort(order);
}

export function laid(answer: PivotAnswer): Laid {
  const cells = new Map(answer.cells.map((cell) => [`${keyOf(cell.row)}|${keyOf(cell.column)}`, cell]));
  const rowTotals = new Map(answer.row_totals.map((cell) => [keyOf(cell.row), cell]));
  const columnTotals = new Map(answer.column_totals.map((cell) => [keyOf(cell.column), cell]));
  return {
    rows: lines(answer.cells, "row"),
    columns: lines(answer.cells, "column"),
    at: (row, column) => cells.get(`${row.key}|${column.key}`),
    rowTotal: (row) => rowTotals.get(row.key),
    columnTotal: (column) => columnTotals.get(column.key),
  };
}

/** The same for a picture: one axis along, the others together across. Lines run along time, whichever axis that is. */
export function spread(answer: PivotAnswer, kind: string) {
  const axes = [...answer.rows, ...answer.columns];
  const timed = axes.findIndex((axis) => axis.kind === "period");
  const main = kind === "line" && timed > 0 ? timed : 0;
  const cells = new Map<string, PivotCell>();
  const [along, across] = [new Map<string, Line>(), new Map<string, Line>()];
  for (const cell of answer.cells) {
    const places = [...cell.row, ...cell.column];
    const [one, rest] = [places.slice(main, main + 1), places.filter((_, axis) => axis !== main)];
    along.set(keyOf(one), { key: keyOf(one), places: one });
    across.set(keyOf(rest), { key: keyOf(rest), places: rest });
    cells.set(`${keyOf(one)}|${keyOf(rest)}`, cell);
  }
  return {
    along: { axes: axes.slice(main, main + 1), lines: [...along.values()].sort(order) },
    across: { axes: axes.filter((_, axis) => axis !== main), lines: [...across.values()].sort(order) },
    at: (row: Line, column: Line) => cells.get(`${row.key}|${column.key}`),
  };
}

/** How many lines from here on share the member of this axis and of those before it; 0 where the one before has it too. */
export function reach(all: Line[], at: number, axis: number): number {
  const same = (a: Line | undefined, b: Line | undefined) =>
    Boolean(a && b) && Array.from({ length: axis + 1 }, (_, i) => i).every((i) => a?.places[i] === b?.places[i]);
  if (same(all[at - 1], all[at])) return 0;
  let count = 1;
  while (same(all[at], all[at + count])) count += 1;
  return count;
}

/** Rows of text, as they stand on the page and with the server's own decimals. */
export function sheet(
  answer: PivotAnswer,
  words: { name: (label: { zh: string; en: string }) => string; total: string; before: (measure: string) => string },
): string[][] {
  const { name, total, before } = words;
  const table = laid(answer);
  const compared = Boolean(answer.compared);
  const member = (axes: PivotAnswer["rows"], line: Line) =>
    line.places.map((place, axis) => {
      const found = axes[axis]?.members[place];
      return found ? name(found.label) : "";
    });
  const columns = answer.columns.length > 0 ? table.columns : [];
  const ends = [...columns.map((line) => member(answer.columns, line).join(" · ")), ""];
  const heads = ends.flatMap((end) =>
    answer.measures.flatMap(({ label }) => {
      const head = end ? `${end} · ${name(label)}` : columns.length > 0 ? `${total} · ${name(label)}` : name(label);
      return compared ? [head, before(head)] : [head];
    }),
  );
  const values = (cell: PivotCell | undefined) =>
    answer.measures.flatMap((_, at) => {
      const value = cell?.values[at] ?? "";
      return compared ? [value, cell?.before?.[at] ?? ""] : [value];
    });
  const row = (line: Line) => [
    ...member(answer.rows, line),
    ...columns.flatMap((column) => values(table.at(line, column))),
    ...values(columns.length > 0 ? table.rowTotal(line) : table.at(line, { key: "", places: [] })),
  ];
  const last = [
    ...answer.rows.map((_, at) => (at === 0 ? total : "")),
    ...columns.flatMap((column) =>
      values(answer.rows.length > 0 ? table.columnTotal(column) : table.at({ key: "", places: [] }, column)),
    ),
    ...values(answer.total),
  ];
  return [
    [...answer.rows.map(({ label }) => name(label)), ...heads],
    ...(answer.rows.length > 0 ? table.rows.map(row) : []),
    last,
  ];
}
