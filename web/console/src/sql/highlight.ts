// SQL in pieces for colouring: words of the language, texts, numbers, remarks, the rest. Joined, they are the text again.
export type Kind = "word" | "text" | "number" | "remark" | "plain";
export interface Piece {
  kind: Kind;
  text: string;
}

const words = new Set(
  (
    "all and any as asc between by case cast count cross date desc distinct else end except exists explain extract false from " +
    "full group grouping having in inner intersect interval is join last left like limit max min not null nulls offset on or order " +
    "outer over partition right rollup select sets sum avg then timestamp true union unnest using values when where window with"
  ).split(" "),
);

const token =
  /('(?:[^']|'')*'?)|(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(\b\d+(?:\.\d+)?\b)|("(?:[^"]|"")*"?|[\p{L}_][\p{L}\p{N}_]*)/gu;

export function pieces(sql: string): Piece[] {
  const found: Piece[] = [];
  const add = (kind: Kind, text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) found.push({ kind, text });
  };
  let at = 0;
  for (const match of sql.matchAll(token)) {
    add("plain", sql.slice(at, match.index));
    const [whole, text, remark, number, name] = match;
    if (text) add("text", whole);
    else if (remark) add("remark", whole);
    else if (number) add("number", whole);
    else add(words.has((name ?? "").toLowerCase()) ? "word" : "plain", whole);
    at = match.index + whole.length;
  }
  add("plain", sql.slice(at));
  return found;
}

/** A name as SQL takes it: quoted when it is more than small letters, digits and underscores. */
export function named(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !words.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
