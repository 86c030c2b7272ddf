import { describe, expect, it } from "vitest";
import { named, pieces } from "./highlight";

describe("SQL in pieces", () => {
  it.each([
    ["select 1", "word:select|plain: |number:1"],
    ["SELECT 'it''s' -- x", "word:SELECT|plain: |text:'it''s'|plain: |remark:-- x"],
    ['from "field.tea"', 'word:from|plain: "field.tea"'],
    ["where 省份 = '浙江", "word:where|plain: 省份 = |text:'浙江"],
  ])("%s", (sql, expected) => {
    expect(
      pieces(sql)
        .map(({ kind, text }) => `${kind}:${text}`)
        .join("|"),
    ).toBe(expected);
    expect(
      pieces(sql)
        .map(({ text }) => text)
        .join(""),
    ).toBe(sql);
  });
  it.each([
    ["customer", "customer"],
    ["field.tea", '"field.tea"'],
    ["order", '"order"'],
    ['a"b', '"a""b"'],
  ])("names %s", (name, expected) => expect(named(name)).toBe(expected));
});
