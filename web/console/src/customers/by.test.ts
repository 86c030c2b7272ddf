import { expect, test } from "vitest";
import { isPerson, saidBy } from "./by";

test.each([
  ["nobody", {}, []],
  ["a person and why", { by: "林晚", reason: "破损补偿" }, ["林晚", "破损补偿"]],
  ["the program is not named", { by: "system", reason: "周年红包" }, ["周年红包"]],
  ["the buyer herself", { by: "portal", reason: "品茗杯" }, ["买家会员页", "品茗杯"]],
  ["each is said once", { author: "林晚", by: "林晚", source: "portal", evidence: "portal" }, ["林晚", "买家会员页"]],
  ["a reason stays as it was written", { by: "林晚", reason: "system" }, ["林晚", "system"]],
])("%s", (_name, detail: Record<string, string>, said) =>
  expect(saidBy((key) => detail[key] ?? null, "买家会员页", "reason", "evidence")).toEqual(said),
);

test.each([
  [null, false],
  ["", false],
  ["system", false],
  ["portal", true],
  ["林晚", true],
])("%s is a person: %s", (by, person) => expect(isPerson(by)).toBe(person));
