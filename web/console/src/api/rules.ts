// The tree of a rule as the API speaks it, and the catalogue of what a rule may name.
// Numbers are text ("12.5"), so that no reader rounds them; days are of the business's calendar.

export interface Label {
  zh: string;
  en: string;
}
export type Value = { text: string } | { number: string } | { day: string } | { instant: string } | { flag: boolean };
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type Unit = "minutes" | "hours" | "days" | "weeks" | "months" | "years";
export type Period = "day" | "week" | "month" | "quarter" | "year";
export type Moment = { day: string } | { instant: string };
export type Window =
  | { window: "ever" }
  | { window: "last" | "next" | "over"; n: number; unit: Unit }
  | { window: "ago"; from: number; to: number; unit: Unit }
  | { window: "current" | "previous"; period: Period }
  | { window: "since"; from: Moment }
  | { window: "before"; to: Moment }
  | { window: "between"; from: Moment; to: Moment };
export type Test =
  | { test: "known" }
  | { test: "compare"; comparison: Comparison; value: Value }
  | { test: "between"; from: Value; to: Value }
  | { test: "one_of" | "all_of"; values: Value[] }
  | { test: "contains" | "starts_with"; text: string }
  | { test: "when"; window: Window };
export type Filter =
  | { type: "all"; filters: Filter[] }
  | { type: "any"; filters: Filter[] }
  | { type: "not"; filter: Filter }
  | { type: "property"; property: string; test: Test };
export type Aggregate = "times" | "sum" | "min" | "max" | "average";
export interface Bound {
  aggregate: Aggregate;
  property?: string | null;
  comparison: Comparison;
  value: string;
}
export type Occasion = "every" | "first" | "last";
export interface Step {
  kind: string;
  filter?: Filter | null;
}
export interface Span {
  n: number;
  unit: Unit;
}
export type SetKind = "segment" | "list" | "group";
export interface Is {
  type: "is";
  attribute: string;
  test: Test;
}
export interface Did {
  type: "did";
  kind: string;
  occasion?: Occasion;
  filter?: Filter | null;
  bounds?: Bound[];
  window?: Window;
}
export interface Then {
  type: "then";
  first: Step;
  then: Step;
  negated?: boolean;
  within: Span;
  same?: string | null;
  window?: Window;
}
export interface In {
  type: "in";
  set: SetKind;
  name: string;
}
export type Rule =
  | { type: "all"; rules: Rule[] }
  | { type: "any"; rules: Rule[] }
  | { type: "not"; rule: Rule }
  | Is
  | Did
  | Then
  | In;

export type ValueType = "text" | "choice" | "tags" | "number" | "money" | "flag" | "day" | "anniversary" | "instant";
export interface Choice {
  value: string;
  label: Label;
}
export interface Property {
  name: string;
  type: ValueType;
  label: Label;
  choices?: Choice[];
}
export interface RuleAttribute extends Property {
  /** Where the picker shows it. */
  group?: string;
}
export interface FactKind {
  name: string;
  label: Label;
  properties: Property[];
}
export interface Catalogue {
  /** The groups of attributes, in order. */
  groups?: Choice[];
  attributes: RuleAttribute[];
  kinds: FactKind[];
  /** Names of behaviours that are none of the kinds, the most frequent first. */
  own_events?: string[];
  currency?: string;
}
export interface RuleProblem {
  code: string;
  /** The place in the tree, as in `rules.0.rule.filter`. */
  path: string;
  /** The place in the text, in bytes of UTF-8; absent when there is none. */
  range?: { from: number; to: number } | null;
  found?: string | null;
  expected?: Label[];
  /** Names that were perhaps meant, the likeliest first. */
  near?: string[];
  message: Label;
}
export interface ReadRule {
  text: string | null;
  rule: Rule | null;
  sentence: Label | null;
  problems: RuleProblem[];
}
