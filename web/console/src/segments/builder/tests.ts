// The ways in which a value of each type is tested, and what remains when one way is changed for another. Pure.
import type { Comparison, Test, Value, ValueType } from "../../api";
import { firstTest } from "./entries";

export type Way = "one_of" | "all_of" | "contains" | "starts_with" | "between" | "when" | "known" | Comparison;

const ways: Record<ValueType, Way[]> = {
  text: ["one_of", "!=", "contains", "starts_with", "known"],
  choice: ["one_of", "!=", "known"],
  tags: ["one_of", "all_of", "known"],
  number: [">=", "<=", ">", "<", "=", "!=", "between", "known"],
  money: [">=", "<=", ">", "<", "=", "!=", "between", "known"],
  flag: ["=", "known"],
  day: ["when", "known"],
  anniversary: ["when", "known"],
  instant: ["when", "known"],
};

/** Of a fact's day windows are not asked: the fact's own instant has one. */
const daysOfFacts: Way[] = [">=", "<=", "=", "between", "known"];

export const wayOf = (test: Test): Way => (test.test === "compare" ? test.comparison : test.test);

/** What may be chosen; the way that a written rule already uses is always among them. */
export function waysOf(type: ValueType, test: Test, ofFact = false): Way[] {
  const now = wayOf(test);
  const all = ofFact && type === "day" ? daysOfFacts : ways[type];
  return all.includes(now) ? all : [now, ...all];
}

function valuesOf(test: Test): Value[] {
  switch (test.test) {
    case "one_of":
    case "all_of":
      return test.values;
    case "compare":
      return [test.value];
    case "between":
      return [test.from, test.to];
    case "contains":
    case "starts_with":
      return [{ text: test.text }];
    default:
      return [];
  }
}

const emptyOf = (type: ValueType): Value => {
  if (type === "number" || type === "money") return { number: "" };
  if (type === "flag") return { flag: true };
  if (type === "day" || type === "anniversary") return { day: "" };
  if (type === "instant") return { instant: "" };
  return { text: "" };
};

export function changeWay(test: Test, way: Way, type: ValueType): Test {
  const values = valuesOf(test);
  const first = values[0] ?? emptyOf(type);
  switch (way) {
    case "known":
      return { test: "known" };
    case "one_of":
    case "all_of":
      return { test: way, values: values.filter((value) => !("text" in value) || value.text !== "") };
    case "contains":
    case "starts_with":
      return { test: way, text: "text" in first ? first.text : "" };
    case "between":
      return { test: "between", from: first, to: values[1] ?? emptyOf(type) };
    case "when": {
      const fresh = firstTest(type);
      return test.test === "when" ? test : fresh.test === "when" ? fresh : { test: "when", window: { window: "ever" } };
    }
    default:
      return { test: "compare", comparison: way, value: first };
  }
}
