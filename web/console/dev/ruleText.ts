// Development only: rules as text, both ways, near enough to the language of crates/rules to work on the builder.
import type {
  Bound,
  Filter,
  Moment,
  ReadRule,
  Rule,
  RuleProblem,
  Step,
  Test,
  Value,
  Window,
} from "../src/api/rules.ts";
import { catalogue } from "./catalogue.ts";

const unit = (n: number, u: string) => `${n} ${n === 1 ? u.replace(/s$/, "") : u}`;
const value = (v: Value): string =>
  "text" in v
    ? JSON.stringify(v.text)
    : "number" in v
      ? v.number
      : "day" in v
        ? v.day
        : "instant" in v
          ? v.instant
          : v.flag
            ? "yes"
            : "no";
const moment = (m: Moment): string => ("day" in m ? m.day : m.instant);

export function windowText(w: Window): string {
  switch (w.window) {
    case "ever":
      return "";
    case "last":
    case "next":
      return `in ${w.window} ${unit(w.n, w.unit)}`;
    case "over":
      return `over ${unit(w.n, w.unit)} ago`;
    case "ago":
      return `between ${w.from} and ${unit(w.to, w.unit)} ago`;
    case "current":
      return `in this ${w.period}`;
    case "previous":
      return `in previous ${w.period}`;
    case "since":
      return `since ${moment(w.from)}`;
    case "before":
      return `before ${moment(w.to)}`;
    case "between":
      return `between ${moment(w.from)} and ${moment(w.to)}`;
  }
}
function testText(name: string, t: Test): string {
  switch (t.test) {
    case "known":
      return `${name} is known`;
    case "compare":
      return `${name} ${t.comparison} ${value(t.value)}`;
    case "between":
      return `${name} between ${value(t.from)} and ${value(t.to)}`;
    case "one_of":
      return `${name} in (${t.values.map(value).join(", ")})`;
    case "all_of":
      return `${name} has all (${t.values.map(value).join(", ")})`;
    case "contains":
      return `${name} contains ${JSON.stringify(t.text)}`;
    case "starts_with":
      return `${name} starts with ${JSON.stringify(t.text)}`;
    case "when":
      return `${name} ${windowText(t.window)}`;
  }
}
function filterText(f: Filter, nested = false): string {
  if (f.type === "property") return testText(f.property, f.test);
  if (f.type === "not") return `not ${filterText(f.filter, true)}`;
  const text = f.filters.map((one) => filterText(one, true)).join(f.type === "all" ? " and " : " or ");
  return nested ? `(${text})` : text;
}
const boundText = (b: Bound) =>
  b.aggregate === "times"
    ? b.comparison === ">="
      ? `at least ${b.value} times`
      : `times ${b.comparison} ${b.value}`
    : `with ${b.aggregate === "sum" ? "total" : b.aggregate} ${b.property} ${b.comparison} ${b.value}`;
const stepText = (s: Step) => s.kind + (s.filter ? ` where ${filterText(s.filter)}` : "");

export function ruleText(rule: Rule, nested = false): string {
  switch (rule.type) {
    case "all":
    case "any": {
      if (rule.rules.length === 0) return rule.type === "all" ? "everyone" : "no one";
      const parts = rule.rules.map((one) => ruleText(one, true));
      const text = parts.join(
        nested ? (rule.type === "all" ? " and " : " or ") : rule.type === "all" ? "\nand " : "\nor ",
      );
      return nested ? `(${text})` : text;
    }
    case "not":
      return `not ${ruleText(rule.rule, true)}`;
    case "is":
      return testText(rule.attribute, rule.test);
    case "in":
      return `in ${rule.set} ${JSON.stringify(rule.name)}`;
    case "did":
      return [
        rule.occasion && rule.occasion !== "every" ? `${rule.occasion} ${rule.kind}` : `did ${rule.kind}`,
        rule.filter ? `where ${filterText(rule.filter)}` : "",
        (rule.bounds ?? []).map(boundText).join(" and "),
        windowText(rule.window ?? { window: "ever" }),
      ]
        .filter(Boolean)
        .join(" ");
    case "then":
      return [
        `did ${stepText(rule.first)} then ${rule.negated ? "not " : ""}${stepText(rule.then)}`,
        `within ${unit(rule.within.n, rule.within.unit)}`,
        rule.same ? `of the same ${rule.same}` : "",
        windowText(rule.window ?? { window: "ever" }),
      ]
        .filter(Boolean)
        .join(" ");
  }
}

interface Token {
  text: string;
  at: number;
}
class Refused extends Error {
  readonly problem: RuleProblem;
  constructor(problem: RuleProblem) {
    super(problem.message.en);
    this.problem = problem;
  }
}

/** A reader of what `ruleText` writes, and of a little more. */
class Reader {
  #tokens: Token[];
  #at = 0;
  #end: number;
  #text: string;
  constructor(text: string) {
    this.#text = text;
    this.#end = text.length;
    this.#tokens = [
      ...text.matchAll(/"(?:[^"\\]|\\.)*"|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|-?\d+(?:\.\d+)?|[\w.]+|[<>!]=|[^\s]/g),
    ].map((m) => ({
      text: m[0],
      at: m.index,
    }));
  }
  #peek(more = 0): string {
    return this.#tokens[this.#at + more]?.text ?? "";
  }
  #is(...words: string[]): boolean {
    return words.every((word, i) => this.#peek(i) === word);
  }
  #skip(...words: string[]): boolean {
    if (!this.#is(...words)) return false;
    this.#at += words.length;
    return true;
  }
  #refuse(zh: string, en: string, expected: string[] = [], code = "unexpected"): never {
    const token = this.#tokens[this.#at];
    const at = token?.at ?? Math.max(0, this.#end - 1);
    throw new Refused({
      code,
      path: "",
      range: {
        from: Buffer.byteLength(this.#text.slice(0, at)),
        to: Buffer.byteLength(this.#text.slice(0, token ? at + token.text.length : this.#end)),
      },
      expected: expected.map((word) => ({ zh: word, en: word })),
      message: { zh, en },
    });
  }
  #need(word: string) {
    if (!this.#skip(word)) this.#refuse(`这里应当是 ${word}`, `${word} was expected here`, [word]);
  }
  #take(): string {
    const text = this.#peek();
    if (!text) this.#refuse("规则在这里断了", "The rule breaks off here");
    this.#at += 1;
    return text;
  }
  whole(): Rule {
    const rule = this.#or();
    if (this.#peek())
      this.#refuse(`这里不应当有“${this.#peek()}”`, `“${this.#peek()}” does not belong here`, ["and", "or"]);
    return rule;
  }
  #or(): Rule {
    const rules = [this.#and()];
    while (this.#skip("or")) rules.push(this.#and());
    return rules.length === 1 ? (rules[0] as Rule) : { type: "any", rules };
  }
  #and(): Rule {
    const rules = [this.#one()];
    while (this.#skip("and")) rules.push(this.#one());
    return rules.length === 1 ? (rules[0] as Rule) : { type: "all", rules };
  }
  #one(): Rule {
    if (this.#skip("not")) return { type: "not", rule: this.#one() };
    if (this.#skip("(")) {
      const rule = this.#or();
      this.#need(")");
      return rule;
    }
    if (this.#skip("everyone")) return { type: "all", rules: [] };
    for (const set of ["segment", "list", "group"] as const)
      if (this.#skip("in", set)) return { type: "in", set, name: this.#string() };
    if (this.#skip("did")) return this.#did("every");
    if (this.#skip("first")) return this.#did("first");
    if (this.#skip("last")) return this.#did("last");
    const name = this.#peek();
    if (!catalogue.attributes.some((a) => a.name === name))
      this.#refuse(
        `没有叫“${name}”的属性`,
        `There is no attribute “${name}”`,
        ["did", "in segment", "province", "tags"],
        "unknown_attribute",
      );
    this.#at += 1;
    return {
      type: "is",
      attribute: name,
      test: this.#test(catalogue.attributes.find((a) => a.name === name)?.type ?? "text"),
    };
  }
  #string(): string {
    const text = this.#peek();
    if (!text.startsWith('"')) this.#refuse("这里应当是一段带引号的文字", "Text in quotes was expected here", ['"…"']);
    this.#at += 1;
    return JSON.parse(text) as string;
  }
  #value(): Value {
    const text = this.#peek();
    if (text.startsWith('"')) return { text: this.#string() };
    this.#take();
    if (text === "yes" || text === "no") return { flag: text === "yes" };
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return { day: text };
    if (/^-?\d/.test(text)) return { number: text };
    this.#at -= 1;
    return this.#refuse("这里应当是一个值", "A value was expected here", ['"…"', "25", "2026-11-11"]);
  }
  #test(type: string): Test {
    const dated = ["day", "instant", "anniversary"].includes(type);
    if (this.#skip("is", "known")) return { test: "known" };
    if (dated) return { test: "when", window: this.#window() };
    if (this.#skip("contains")) return { test: "contains", text: this.#string() };
    if (this.#skip("starts", "with")) return { test: "starts_with", text: this.#string() };
    if (this.#skip("between")) {
      const from = this.#value();
      this.#need("and");
      return { test: "between", from, to: this.#value() };
    }
    for (const [words, test] of [
      [["in", "("], "one_of"],
      [["has", "all", "("], "all_of"],
    ] as const)
      if (this.#skip(...words)) {
        const values = [this.#value()];
        while (this.#skip(",")) values.push(this.#value());
        this.#need(")");
        return { test, values };
      }
    for (const comparison of ["=", "!=", "<", "<=", ">", ">="] as const)
      if (this.#skip(comparison)) return { test: "compare", comparison, value: this.#value() };
    return this.#refuse("这里应当是一个比较", "A comparison was expected here", [
      "=",
      ">=",
      "in (…)",
      "between … and …",
    ]);
  }
  #property(): Filter {
    if (this.#skip("not")) return { type: "not", filter: this.#property() };
    if (this.#skip("(")) {
      const parts = [this.#property()];
      const type = this.#is("or") ? "any" : "all";
      while (this.#skip("and") || this.#skip("or")) parts.push(this.#property());
      this.#need(")");
      return { type, filters: parts };
    }
    return { type: "property", property: this.#take(), test: this.#test("text") };
  }
  #where(): Filter | null {
    if (!this.#skip("where")) return null;
    const parts = [this.#property()];
    while (this.#is("and") && /\.|^amount$|^channel$|^shop$|^pieces$/.test(this.#peek(1))) {
      this.#at += 1;
      parts.push(this.#property());
    }
    return parts.length === 1 ? (parts[0] as Filter) : { type: "all", filters: parts };
  }
  #bounds(): Bound[] {
    const bounds: Bound[] = [];
    for (;;) {
      if (this.#skip("at", "least")) {
        bounds.push({ aggregate: "times", comparison: ">=", value: this.#take() });
        this.#need("times");
      } else if (this.#skip("times"))
        bounds.push({ aggregate: "times", comparison: this.#take() as ">=", value: this.#take() });
      else if (this.#skip("with")) {
        const word = this.#take();
        bounds.push({
          aggregate: (word === "total" ? "sum" : word) as "sum",
          property: this.#take(),
          comparison: this.#take() as ">=",
          value: this.#take(),
        });
      } else if (this.#is("and", "with") || this.#is("and", "at") || this.#is("and", "times")) this.#at += 1;
      else return bounds;
    }
  }
  #units(): { n: number; unit: "days" } {
    const n = Number(this.#take());
    return { n, unit: (this.#take().replace(/s?$/, "s") ?? "days") as "days" };
  }
  #window(): Window {
    if (this.#skip("in", "last")) return { window: "last", ...this.#units() };
    if (this.#skip("in", "next")) return { window: "next", ...this.#units() };
    if (this.#skip("in", "this")) return { window: "current", period: this.#take() as "day" };
    if (this.#skip("in", "previous")) return { window: "previous", period: this.#take() as "day" };
    if (this.#skip("over")) {
      const window = { window: "over" as const, ...this.#units() };
      this.#need("ago");
      return window;
    }
    if (this.#skip("since")) return { window: "since", from: { day: this.#take() } };
    if (this.#skip("before")) return { window: "before", to: { day: this.#take() } };
    if (this.#skip("between")) {
      const from = this.#take();
      this.#need("and");
      if (from.includes("-")) return { window: "between", from: { day: from }, to: { day: this.#take() } };
      const { n, unit: of } = this.#units();
      this.#need("ago");
      return { window: "ago", from: Number(from), to: n, unit: of };
    }
    return { window: "ever" };
  }
  #kind(): string {
    const name = this.#peek();
    if (!catalogue.kinds.some((kind) => kind.name === name))
      this.#refuse(
        `没有叫“${name}”的行为`,
        `There is no behaviour “${name}”`,
        catalogue.kinds.map((k) => k.name),
        "unknown_kind",
      );
    this.#at += 1;
    return name;
  }
  #did(occasion: "every" | "first" | "last"): Rule {
    const kind = this.#kind();
    const filter = this.#where();
    if (this.#skip("then")) {
      const negated = this.#skip("not");
      const then = { kind: this.#kind(), filter: this.#where() };
      this.#need("within");
      const within = this.#units();
      const same = this.#skip("of", "the", "same") ? this.#take() : null;
      return { type: "then", first: { kind, filter }, then, negated, within, same, window: this.#window() };
    }
    const bounds = this.#bounds();
    return { type: "did", kind, occasion, filter, bounds, window: this.#window() };
  }
}

export function readText(text: string): Pick<ReadRule, "rule" | "problems"> {
  try {
    return { rule: new Reader(text).whole(), problems: [] };
  } catch (error) {
    if (error instanceof Refused) return { rule: null, problems: [error.problem] };
    throw error;
  }
}
