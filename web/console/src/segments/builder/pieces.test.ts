import { describe, expect, it } from "vitest";
import { lineOf, pieces } from "./pieces";

const show = (text: string, ...ranges: [number, number][]) =>
  pieces(
    text,
    ranges.map(([from, to]) => ({ range: { from, to } })),
  )
    .map((piece) => (piece.wrong ? `<${piece.text.trim()}>` : piece.text))
    .join("");

describe("the places of problems", () => {
  it.each<[string, [number, number][], string]>([
    ["abc", [], "abc"],
    ["abc", [[1, 2]], "a<b>c"],
    ['city = "杭州" x', [[7, 15]], 'city = <"杭州"> x'],
    ['"杭州" x', [[9, 10]], '"杭州" <x>'],
    ["abc", [[3, 3]], "abc<>"],
    ["abc", [[3, 9]], "abc<>"],
    [
      "abcd",
      [
        [2, 3],
        [0, 1],
      ],
      "<a>b<c>d",
    ],
    ["", [[0, 0]], "<>"],
  ])("%s %j", (text, ranges, shown) => expect(show(text, ...ranges)).toBe(shown));
  it("counts lines", () => {
    expect([lineOf("a\nb\nc", 0), lineOf("a\n杭\nc", 2), lineOf("a\n杭\nc", 6)]).toEqual([1, 2, 3]);
  });
});
