import { expect, test } from "vitest";
import type { Mapping } from "../api";
import { alike, become, give, missing, over } from "./mapping";

const target = {
  entity: "orders",
  fields: [
    { key: "number", label: "订单号", type: "text", required: true },
    { key: "placed_at", label: "下单时间", type: "time", required: true },
    { key: "total", label: "金额", type: "money", required: false },
  ],
};
const start: Mapping = { entity: "orders", columns: [{ column: "Invoice", field: "number" }], options: {} };
const fields = (mapping: Mapping) => mapping.columns.map((c) => `${c.column}=${c.field ?? "-"}`).join(" ");

test("columns are mapped one to one, and what is required is asked for", () => {
  const all = over(["Invoice", "Date", "No."], start);
  expect(fields(all)).toBe("Invoice=number Date=- No.=-");
  expect(missing(all, target).map((f) => f.key)).toEqual(["placed_at"]);
  const moved = give(all, "No.", "number");
  expect(fields(moved)).toBe("Invoice=- Date=- No.=number");
  expect(missing(give(moved, "Date", "placed_at"), target)).toEqual([]);
  expect(fields(give(moved, "No.", null))).toBe("Invoice=- Date=- No.=-");
});

test("another kind keeps only the fields that it has", () => {
  const kind = { entity: "customers", fields: [{ key: "number", label: "", type: "text", required: false }] };
  const mapping = give(over(["a", "b"], { ...start, columns: [] }), "a", "total");
  expect(fields(become(give(mapping, "b", "number"), "customers", kind))).toBe("a=- b=number");
});

test("a preset that was filled in is known again until something differs", () => {
  const preset = { ...start, options: { currency: "GBP", decimal: "." } };
  const filled = over(["Invoice", "Date"], { ...preset, options: { decimal: ".", currency: "GBP" } });
  expect(alike(filled, preset)).toBe(true);
  expect(alike({ ...filled, options: { ...preset.options, currency: "EUR" } }, preset)).toBe(false);
  expect(alike(give(filled, "Date", "placed_at"), preset)).toBe(false);
});
