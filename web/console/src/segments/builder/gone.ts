// What a condition names and the shop no longer has: an attribute, a deed, a property, a choice, a set. Such a condition
// cannot be counted, and the whole rule with it. Pure.
import type { Catalogue, FactKind, Filter, Property, SetKind, Step, Test, Value } from "../../api";
import type { LeafRule } from "./tree";

export type Gone =
  | { what: "attribute" | "kind" | SetKind; name: string }
  /** Of which attribute or deed it was asked. */
  | { what: "property" | "value"; name: string; of: Property | FactKind };

/** The names of each kind of set; null where not all of them are known, and none can be called gone. */
export type Known = Record<SetKind, ReadonlySet<string> | null>;

const said = (value: Value): string[] => ("text" in value ? [value.text] : []);

function asked(test: Test): string[] {
  switch (test.test) {
    case "one_of":
    case "all_of":
      return test.values.flatMap(said);
    case "compare":
      return said(test.value);
    default:
      return [];
  }
}

/** Only where there is a closed list of choices can one be missing. */
function values(of: Property, test: Test): Gone[] {
  const { choices } = of;
  if (of.type !== "choice" || !choices || choices.length === 0) return [];
  return asked(test)
    .filter((name) => name && !choices.some((one) => one.value === name))
    .map((name) => ({ what: "value", name, of }));
}

function properties(kind: FactKind, filter: Filter | null | undefined): Gone[] {
  if (!filter) return [];
  if (filter.type === "not") return properties(kind, filter.filter);
  if (filter.type !== "property") return filter.filters.flatMap((one) => properties(kind, one));
  const property = kind.properties.find((one) => one.name === filter.property);
  return property ? values(property, filter.test) : [{ what: "property", name: filter.property, of: kind }];
}

function deed(catalogue: Catalogue, step: Step, named: (string | null | undefined)[] = []): Gone[] {
  if (!step.kind) return [];
  const kind = catalogue.kinds.find((one) => one.name === step.kind);
  if (!kind) return [{ what: "kind", name: step.kind }];
  const lost = named.filter((name) => name && !kind.properties.some((one) => one.name === name));
  return [
    ...properties(kind, step.filter),
    ...lost.map((name): Gone => ({ what: "property", name: name ?? "", of: kind })),
  ];
}

export function goneOf(rule: LeafRule, catalogue: Catalogue, known: Known): Gone[] {
  switch (rule.type) {
    case "is": {
      const attribute = catalogue.attributes.find((one) => one.name === rule.attribute);
      return attribute ? values(attribute, rule.test) : [{ what: "attribute", name: rule.attribute }];
    }
    case "did":
      return deed(
        catalogue,
        rule,
        (rule.bounds ?? []).map((one) => one.property),
      );
    case "then":
      return [...deed(catalogue, rule.first, [rule.same]), ...deed(catalogue, rule.then, [rule.same])];
    case "in": {
      const there = known[rule.set];
      return !rule.name || !there || there.has(rule.name) ? [] : [{ what: rule.set, name: rule.name }];
    }
  }
}
