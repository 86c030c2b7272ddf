import { describe, expect, it } from "vitest";
import type { PivotAnswer, PivotCatalogue, Segment } from "../api";
import { csv } from "../kit/workbook";
import * as question from "./question";
import { laid, reach, sheet, spread } from "./table";

const both = (text: string) => ({ zh: text, en: text });
const dimension = (key: string, group: "customer" | "fact" | "item" | "time") => ({
  key,
  label: both(key),
  group,
  group_label: both(group),
  kind: "choice" as const,
});
const catalogue: PivotCatalogue = {
  subjects: [
    {
      key: "paid",
      label: both("paid"),
      dimensions: [
        dimension("year", "time"),
        dimension("month", "time"),
        dimension("province", "customer"),
        dimension("city", "customer"),
        dimension("item.category", "item"),
        dimension("item.product", "item"),
        dimension("channel", "fact"),
      ],
      measures: [
        { key: "customers", label: both("customers"), kind: "count" },
        { key: "sum:amount", label: both("amount"), kind: "money" },
      ],
    },
  ],
  currency: "CNY",
  time_zone: "Asia/Shanghai",
  limits: { rows: 3, columns: 2, measures: 2, cells: 20000, seconds: 30 },
  hierarchies: [
    ["year", "quarter", "month"],
    ["province", "city"],
    ["item.category", "item.product"],
  ],
};
const subject = catalogue.subjects[0] as PivotCatalogue["subjects"][number];
const at = (query: question.Query) => question.read(query, catalogue);
const rows = (layout: question.Layout | null) => layout?.rows.map(({ dimension }) => dimension);

describe("a question in the address", () => {
  it("opens with months and what was paid", () => {
    expect(at({})).toMatchObject({
      subject: "paid",
      rows: [{ dimension: "month" }],
      measures: ["customers", "sum:amount"],
    });
  });
  it.each([
    [{ dimension: "province" }, "province"],
    [{ dimension: "province", top: 10 }, "province~10"],
    [{ dimension: "field.a;b", edges: ["18", "25.5"] }, "field.a%3Bb@18_25.5"],
  ])("writes %j as %s and reads it again", (axis, text) => {
    expect(question.axisText(axis)).toBe(text);
    expect(question.readAxis(text)).toEqual(axis);
  });
  it("keeps everything on the way there and back", () => {
    const layout: question.Layout = {
      subject: "paid",
      rows: [{ dimension: "city", top: 5 }],
      columns: [{ dimension: "month" }],
      measures: ["sum:amount"],
      segment: "7",
      from: "2026-01-01",
      to: "2026-03-31",
      compare: "previous",
      within: [{ dimension: "province", value: "浙江省", name: "浙江" }],
    };
    const query = Object.fromEntries(Object.entries(question.write(layout)).filter(([, value]) => value !== null));
    expect(at(query as question.Query)).toEqual(layout);
  });
  it("leaves out what the catalogue does not know", () => {
    expect(rows(at({ measures: "customers", rows: "gone;province" }))).toEqual(["province"]);
    expect(at({ measures: "gone", within: "not json" }).measures).toEqual(["customers", "sum:amount"]);
  });
});

describe("laying out", () => {
  const begin = at({ measures: "customers", rows: "month;province", columns: "channel" });
  it("moves between shelves and within one, and knows when a shelf is full", () => {
    expect(rows(question.lay(begin, "channel", "rows", 0, catalogue.limits))).toEqual(["channel", "month", "province"]);
    expect(rows(question.lay(begin, "month", "rows", 2, catalogue.limits))).toEqual(["province", "month"]);
    expect(rows(question.lay(begin, "province", "rows", 0, catalogue.limits))).toEqual(["province", "month"]);
    const full = question.lay(begin, "city", "rows", 2, catalogue.limits) as question.Layout;
    expect(question.lay(full, "year", "rows", 3, catalogue.limits)).toBeNull();
    expect(question.measure(begin, "sum:amount", 0, 2)?.measures).toEqual(["sum:amount", "customers"]);
    expect(question.measure(begin, "sum:amount", 0, 1)).toBeNull();
  });
  it("drills down past a step that is not there, and up again", () => {
    expect(question.step("year", 1, catalogue, subject)?.key).toBe("month");
    expect(question.step("channel", 1, catalogue, subject)).toBeNull();
    const down = question.down(begin, { dimension: "province", value: "浙江省", name: "浙江" }, "city");
    expect(rows(down)).toEqual(["month", "city"]);
    expect(down.within).toHaveLength(1);
    const up = question.up(down, "city", "province", catalogue);
    expect([rows(up), up.within]).toEqual([["month", "province"], []]);
  });
});

describe("what the server is asked", () => {
  const segments = [{ id: "7", name: "复购", kind: "live" } as Segment];
  const within = (dimension: string, value: string) => JSON.stringify([[dimension, value, value]]);
  it.each([
    [{ segment: "7" }, { slice: { segment: "7" } }],
    [
      { segment: "7", within: within("province", "浙江省") },
      {
        slice: {
          rule: {
            type: "all",
            rules: [
              { type: "in", set: "segment", name: "复购" },
              { type: "is", attribute: "province", test: { test: "one_of", values: [{ text: "浙江省" }] } },
            ],
          },
        },
      },
    ],
    [
      { within: within("province", "") },
      { slice: { rule: { type: "not", rule: { type: "is", attribute: "province", test: { test: "known" } } } } },
    ],
    [
      { within: within("item.category", "绿茶") },
      {
        filter: {
          type: "property",
          property: "item.category",
          test: { test: "one_of", values: [{ text: "绿茶" }] },
        },
      },
    ],
    [
      { from: "2026-02-10", to: "2026-12-31", within: within("month", "2026-02-01"), compare: "previous" },
      { period: { from: "2026-02-10", to: "2026-02-28" }, compare: "previous" },
    ],
    [{ compare: "previous" }, {}],
  ])("%j", (query, asked) => {
    const base = { subject: "paid", rows: [], columns: [], measures: ["customers"] };
    expect(question.ask(at({ measures: "customers", ...query } as question.Query), catalogue, segments)).toEqual({
      ...base,
      ...asked,
    });
  });
  it.each([
    ["year", "2026-01-01", "2026-12-31"],
    ["quarter", "2026-01-01", "2026-03-31"],
    ["month", "2024-02-01", "2024-02-29"],
    ["week", "2025-12-29", "2026-01-04"],
    ["day", "2026-03-31", "2026-03-31"],
  ])("knows the days of the %s from %s", (dimension, from, to) => {
    expect(question.daysOf(dimension, from)).toEqual({ from, to });
  });
});

const answer: PivotAnswer = {
  at: "2026-11-11T04:00:00Z",
  subject: "paid",
  currency: "CNY",
  customers: 9,
  rows: [
    {
      dimension: "month",
      label: both("month"),
      kind: "period",
      members: [
        { value: "1", label: both("Jan") },
        { value: "2", label: both("Feb") },
      ],
      further: 0,
    },
    {
      dimension: "province",
      label: both("province"),
      kind: "choice",
      members: [
        { value: "a", label: both("A") },
        { value: "b", label: both("=B") },
      ],
      further: 0,
    },
  ],
  columns: [
    {
      dimension: "channel",
      label: both("channel"),
      kind: "choice",
      members: [{ value: "t", label: both("T") }],
      further: 0,
    },
  ],
  measures: [{ key: "customers", label: both("people"), kind: "count" }],
  cells: [
    { row: [1, 1], column: [0], values: ["3"], rule: null },
    { row: [0, 0], column: [0], values: ["4"], rule: null },
    { row: [0, 1], column: [0], values: ["2"], rule: null },
  ],
  row_totals: [{ row: [0, 0], column: [], values: ["4"], rule: null }],
  column_totals: [{ row: [], column: [0], values: ["9"], rule: null }],
  total: { row: [], column: [], values: ["9"], rule: null },
};

describe("the table", () => {
  it("has its lines in the order of the members, and joins those that share one", () => {
    const table = laid(answer);
    expect(table.rows.map(({ key }) => key)).toEqual(["0 0", "0 1", "1 1"]);
    expect([0, 1, 2].map((place) => reach(table.rows, place, 0))).toEqual([2, 0, 1]);
  });
  it("is spread for a picture: along one axis, the others together across", () => {
    const { along, across, at } = spread(answer, "line");
    expect(along.lines.map(({ key }) => key)).toEqual(["0", "1"]);
    expect(across.lines.map(({ key }) => key)).toEqual(["0 0", "1 0"]);
    expect(along.lines.map((row) => across.lines.map((column) => at(row, column)?.values[0]))).toEqual([
      ["4", "2"],
      [undefined, "3"],
    ]);
    const turned = { ...answer, rows: [...answer.rows].reverse(), cells: [{ ...answer.cells[0], row: [1, 0] }] };
    expect(spread(turned as PivotAnswer, "line").along.axes[0]?.dimension).toBe("month");
    expect(spread(turned as PivotAnswer, "bar").along.axes[0]?.dimension).toBe("province");
  });
  it("is a sheet, with nothing that a spreadsheet would run", () => {
    const rows = sheet(answer, { name: ({ en }) => en, total: "Total", before: (measure) => `${measure} before` });
    expect(rows).toEqual([
      ["month", "province", "T · people", "Total · people"],
      ["Jan", "A", "4", "4"],
      ["Jan", "=B", "2", ""],
      ["Feb", "=B", "3", ""],
      ["Total", "", "9", "9"],
    ]);
    expect(csv(rows)).toContain("Jan,'=B,2,\r\n");
  });
});
