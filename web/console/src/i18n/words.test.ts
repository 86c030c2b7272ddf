// Chinese and English say the same things: every room has the same keys in both, and the same values to fill in.
import { describe, expect, it } from "vitest";
import { rooms } from "./rooms";

function leaves(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : leaves(value as object, `${path}${key}/`),
  );
}
/** English has `_one` beside `_other`; Chinese has `_other` alone. */
const plain = (words: object) => leaves(words).filter(([key]) => !key.endsWith("_one"));
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe.each(Object.entries<{ zh: object; en: object }>(rooms))("%s", (_room, { zh, en }) => {
  it("has the same keys in both languages", () => {
    expect(plain(en).map(([key]) => key)).toEqual(plain(zh).map(([key]) => key));
  });
  it("fills the same holes", () => {
    const english = new Map(plain(en));
    for (const [key, text] of plain(zh)) expect([key, holes(text)]).toEqual([key, holes(english.get(key) ?? "")]);
  });
  it("leaves no word empty and no Chinese in English", () => {
    for (const [key, text] of [...leaves(zh), ...leaves(en)]) expect([key, text.trim() !== ""]).toEqual([key, true]);
    for (const [key, text] of leaves(en)) expect([key, /[\u4e00-\u9fff]/.test(text)]).toEqual([key, false]);
  });
});
