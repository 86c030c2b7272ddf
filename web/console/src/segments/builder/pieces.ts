// A text with the places of its problems. The server counts places in bytes of UTF-8. Pure.
import type { RuleProblem } from "../../api";

export interface Piece {
  text: string;
  wrong: boolean;
  /** Where it begins, in bytes. */
  at: number;
}

/** The pieces of a text between and in its problems. */
export function pieces(text: string, problems: Pick<RuleProblem, "range">[]): Piece[] {
  const bytes = new TextEncoder().encode(text);
  const decode = (from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to));
  const ranges = problems.flatMap(({ range }) => (range ? [range] : [])).sort((a, b) => a.from - b.from);
  const found: Piece[] = [];
  let from = 0;
  for (const range of ranges) {
    const begin = Math.min(Math.max(range.from, from), bytes.length);
    const end = Math.min(Math.max(range.to, begin), bytes.length);
    if (begin > from) found.push({ text: decode(from, begin), wrong: false, at: from });
    // A place without letters, such as the end, still has to be seen.
    if (end > begin) found.push({ text: decode(begin, end), wrong: true, at: begin });
    else found.push({ text: "\u2009\u2009", wrong: true, at: begin });
    from = end;
  }
  if (from < bytes.length) found.push({ text: decode(from, bytes.length), wrong: false, at: from + 0.5 });
  return found;
}

/** The line of a place, from 1. */
export function lineOf(text: string, at: number): number {
  return (
    new TextEncoder()
      .encode(text)
      .slice(0, at)
      .filter((byte) => byte === 10).length + 1
  );
}
