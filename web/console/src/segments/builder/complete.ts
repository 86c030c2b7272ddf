// Whether a condition is filled in, so that it can be asked. What is not stays on the screen and out of the rule.
import type { Bound, Filter, Moment, Span, Test, Value, Window } from "../../api";
import type { LeafRule } from "./tree";

const number = (text: string): boolean => /^-?\d+(\.\d{1,4})?$/.test(text);

export function filled(value: Value): boolean {
  if ("text" in value) return value.text.trim() !== "";
  if ("number" in value) return number(value.number);
  if ("day" in value) return value.day !== "";
  if ("instant" in value) return value.instant !== "";
  return true;
}

const stands = (moment: Moment): boolean => ("day" in moment ? moment.day !== "" : moment.instant !== "");
const some = (n: number): boolean => Number.isInteger(n) && n > 0;

export function windowComplete(window: Window | undefined): boolean {
  if (!window) return true;
  switch (window.window) {
    case "last":
    case "next":
    case "over":
      return some(window.n);
    case "ago":
      return Number.isInteger(window.from) && Number.isInteger(window.to) && window.to >= 0 && window.from >= window.to;
    case "since":
      return stands(window.from);
    case "before":
      return stands(window.to);
    case "between":
      return stands(window.from) && stands(window.to);
    default:
      return true;
  }
}

export function testComplete(test: Test): boolean {
  switch (test.test) {
    case "known":
      return true;
    case "compare":
      return filled(test.value);
    case "between":
      return filled(test.from) && filled(test.to);
    case "one_of":
    case "all_of":
      return test.values.length > 0 && test.values.every(filled);
    case "contains":
    case "starts_with":
      return test.text.trim() !== "";
    case "when":
      return windowComplete(test.window);
  }
}

export function filterComplete(filter: Filter | null | undefined): boolean {
  if (!filter) return true;
  if (filter.type === "property") return testComplete(filter.test);
  if (filter.type === "not") return filterComplete(filter.filter);
  return filter.filters.length > 0 && filter.filters.every(filterComplete);
}

const boundComplete = (bound: Bound): boolean =>
  number(bound.value) && (bound.aggregate === "times" || Boolean(bound.property));
const spanComplete = (span: Span): boolean => some(span.n);

export function complete(rule: LeafRule): boolean {
  switch (rule.type) {
    case "is":
      return testComplete(rule.test);
    case "in":
      return rule.name !== "";
    case "did":
      return (
        rule.kind !== "" &&
        windowComplete(rule.window) &&
        filterComplete(rule.filter) &&
        (rule.bounds ?? []).every(boundComplete)
      );
    case "then":
      return (
        rule.first.kind !== "" &&
        rule.then.kind !== "" &&
        spanComplete(rule.within) &&
        windowComplete(rule.window) &&
        filterComplete(rule.first.filter) &&
        filterComplete(rule.then.filter)
      );
  }
}
