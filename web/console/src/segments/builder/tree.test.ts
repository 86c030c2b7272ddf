import { describe, expect, it } from "vitest";
import type { Rule } from "../../api";
import * as tree from "./tree";

const inside = (name: string): Rule => ({ type: "in", set: "segment", name });
const all = (...rules: Rule[]): Rule => ({ type: "all", rules });
const any = (...rules: Rule[]): Rule => ({ type: "any", rules });
const not = (rule: Rule): Rule => ({ type: "not", rule });

/** A tree in one line: `and(a, !or(b, c))`. */
function show(node: tree.Node): string {
  const text =
    node.kind === "leaf"
      ? node.rule.type === "in"
        ? node.rule.name || "?"
        : node.rule.type
      : `${node.op === "all" ? "and" : "or"}(${node.children.map(show).join(", ")})`;
  return node.not ? `!${text}` : text;
}
const idOf = (root: tree.Group, name: string): string => {
  const found = tree.leaves(root).find((leaf) => leaf.rule.type === "in" && leaf.rule.name === name);
  if (!found) throw new Error(name);
  return found.id;
};
const groupOf = (root: tree.Group, name: string) => tree.parentOf(root, idOf(root, name))?.id ?? "";
const start = () => tree.fromRule(all(inside("a"), any(inside("b"), inside("c")), inside("d")));

describe("rules and trees", () => {
  const cases: [Rule, string][] = [
    [inside("a"), "and(a)"],
    [not(inside("a")), "and(!a)"],
    [not(not(inside("a"))), "and(a)"],
    [not(any(inside("a"), inside("b"))), "and(!or(a, b))"],
    [all(inside("a"), not(all(inside("b"), not(inside("c"))))), "and(a, !and(b, !c))"],
    [all(), "and()"],
  ];
  it.each(cases)("%j reads as %s", (rule, text) => {
    expect(show(tree.fromRule(rule))).toBe(text);
  });
  it.each(cases.filter(([rule]) => !(rule.type === "not" && rule.rule.type === "not")))("%j is written back", (rule) =>
    expect(tree.toRule(tree.fromRule(rule)).rule).toEqual(rule),
  );
  it("names each node by its path in what it writes", () => {
    const root = tree.fromRule(all(inside("a"), not(any(inside("b"), inside("c")))));
    const { paths } = tree.toRule(root);
    const at = (name: string) => paths.get(idOf(root, name));
    expect([at("a"), at("b"), at("c"), paths.get(groupOf(root, "b")), paths.get(root.id)]).toEqual([
      "0",
      "1.0.0",
      "1.0.1",
      "1",
      "",
    ]);
  });
  it("leaves out what is not filled in, and says so", () => {
    const root = tree.fromRule(all(inside("a"), any(inside("")), inside("")));
    const { rule, unfinished, paths } = tree.toRule(root);
    expect(rule).toEqual(inside("a"));
    expect(unfinished).toHaveLength(2);
    expect(paths.get(idOf(root, "a"))).toBe("");
  });
});

describe("edits", () => {
  const cases: [string, (root: tree.Group) => tree.Group, string][] = [
    ["take", (r) => tree.take(r, idOf(r, "a")), "and(or(b, c), d)"],
    ["take the last of a group", (r) => tree.take(tree.take(r, idOf(r, "b")), idOf(r, "c")), "and(a, d)"],
    ["move into a group", (r) => tree.move(r, idOf(r, "d"), groupOf(r, "b"), 1), "and(a, or(b, d, c))"],
    ["move out of a group", (r) => tree.move(r, idOf(r, "b"), r.id, 0), "and(b, a, or(c), d)"],
    ["move down in its group", (r) => tree.move(r, idOf(r, "a"), r.id, 3), "and(or(b, c), d, a)"],
    ["move a group into itself", (r) => tree.move(r, groupOf(r, "b"), groupOf(r, "b"), 0), "and(a, or(b, c), d)"],
    ["move to where it is", (r) => tree.move(r, idOf(r, "a"), r.id, 1), "and(a, or(b, c), d)"],
    ["step into the group below", (r) => tree.step(r, idOf(r, "a"), 1), "and(or(a, b, c), d)"],
    ["step out at the end", (r) => tree.step(r, idOf(r, "c"), 1), "and(a, or(b), c, d)"],
    ["step up at the very top", (r) => tree.step(r, idOf(r, "a"), -1), "and(a, or(b, c), d)"],
    ["step up into the group above", (r) => tree.step(r, idOf(r, "d"), -1), "and(a, or(b, c, d))"],
    ["lift", (r) => tree.lift(r, idOf(r, "b")), "and(a, or(c), b, d)"],
    ["wrap", (r) => tree.wrap(r, idOf(r, "a")), "and(or(a), or(b, c), d)"],
    ["dissolve", (r) => tree.dissolve(r, groupOf(r, "b")), "and(a, b, c, d)"],
    ["duplicate a group", (r) => tree.duplicate(r, groupOf(r, "b")), "and(a, or(b, c), or(b, c), d)"],
    ["negate", (r) => tree.negate(r, groupOf(r, "b")), "and(a, !or(b, c), d)"],
    ["turn", (r) => tree.turn(r, r.id, "any"), "or(a, or(b, c), d)"],
    [
      "insert",
      (r) => tree.insert(r, r.id, 1, tree.leaf({ type: "in", set: "list", name: "x" })),
      "and(a, x, or(b, c), d)",
    ],
    ["and", (r) => tree.cross(r, "and", { type: "in", set: "segment", name: "x" }), "and(a, or(b, c), d, x)"],
    ["or", (r) => tree.cross(r, "or", { type: "in", set: "segment", name: "x" }), "or(and(a, or(b, c), d), x)"],
    ["minus", (r) => tree.cross(r, "minus", { type: "in", set: "segment", name: "x" }), "and(a, or(b, c), d, !x)"],
  ];
  it.each(cases)("%s", (_name, by, text) => {
    const root = start();
    expect(show(by(root))).toBe(text);
    expect(show(root), "and the former tree stays").toBe("and(a, or(b, c), d)");
  });
  it("gives copies names of their own", () => {
    const root = start();
    const copied = tree.duplicate(root, groupOf(root, "b"));
    const ids = tree.leaves(copied).map((leaf) => leaf.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it("keeps the nodes that it does not touch", () => {
    const root = start();
    const next = tree.negate(root, idOf(root, "a"));
    expect(next.children[1]).toBe(root.children[1]);
  });
});
