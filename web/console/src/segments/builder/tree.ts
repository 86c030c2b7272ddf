// The tree as the builder edits it, and every edit as a pure function. A node carries its own negation, so that "not" is
// a switch on a condition and not one more box around it; `toRule` writes the API's tree and leaves out what is not
// filled in yet, naming it. Knows no component and no words.
import type { Did, In, Is, Rule, Then } from "../../api";
import { complete } from "./complete";

export type LeafRule = Is | Did | Then | In;
export interface Group {
  id: string;
  kind: "group";
  not: boolean;
  op: "all" | "any";
  children: Node[];
}
export interface Leaf {
  id: string;
  kind: "leaf";
  not: boolean;
  rule: LeafRule;
}
export type Node = Group | Leaf;

let made = 0;
/** Names a node for as long as the page stands. */
export const freshId = (): string => {
  made += 1;
  return `n${made}`;
};

export const leaf = (rule: LeafRule, not = false): Leaf => ({ id: freshId(), kind: "leaf", not, rule });
export const group = (op: Group["op"], children: Node[] = [], not = false): Group => ({
  id: freshId(),
  kind: "group",
  not,
  op,
  children,
});

function nodeOf(rule: Rule, not: boolean): Node {
  if (rule.type === "not") return nodeOf(rule.rule, !not);
  if (rule.type === "all" || rule.type === "any")
    return group(
      rule.type,
      rule.rules.map((one) => nodeOf(one, false)),
      not,
    );
  return leaf(rule, not);
}

/** The builder's tree of a rule; its root is always a group, so that there is a place for the next condition. */
export function fromRule(rule: Rule): Group {
  const node = nodeOf(rule, false);
  return node.kind === "group" && !node.not ? node : group("all", [node]);
}

export interface Written {
  rule: Rule;
  /** Each node's path from the root of the written rule: the way the API names it in `parts`. */
  paths: Map<string, string>;
  /** Conditions that are not filled in yet and so are not in the rule. */
  unfinished: string[];
}

function write(node: Node, path: string[], to: Omit<Written, "rule">): Rule | null {
  const inner = node.not ? [...path, "0"] : path;
  const mark = (rule: Rule): Rule => {
    to.paths.set(node.id, path.join("."));
    return node.not ? { type: "not", rule } : rule;
  };
  if (node.kind === "leaf") {
    if (complete(node.rule)) return mark(node.rule);
    to.unfinished.push(node.id);
    return null;
  }
  const kept = node.children.filter((child) => !empty(child));
  for (const child of node.children) if (!kept.includes(child)) write(child, [], to);
  const only = kept[0];
  if (!only) return null;
  if (kept.length === 1) {
    const rule = write(only, inner, to);
    return rule && mark(rule);
  }
  const rules = kept.flatMap((child, index) => write(child, [...inner, String(index)], to) ?? []);
  return mark({ type: node.op, rules });
}

/** Nothing in it could be asked. */
function empty(node: Node): boolean {
  return node.kind === "leaf" ? !complete(node.rule) : node.children.every(empty);
}

/** The API's tree. A group of one is that one; an empty tree is everyone. */
export function toRule(root: Group): Written {
  const to = { paths: new Map<string, string>(), unfinished: [] as string[] };
  const rule = write(root, [], to) ?? { type: "all" as const, rules: [] };
  return { rule, ...to };
}

export function find(root: Node, id: string): Node | null {
  if (root.id === id) return root;
  if (root.kind === "leaf") return null;
  for (const child of root.children) {
    const found = find(child, id);
    if (found) return found;
  }
  return null;
}

export function parentOf(root: Group, id: string): Group | null {
  for (const child of root.children) {
    if (child.id === id) return root;
    const found = child.kind === "group" ? parentOf(child, id) : null;
    if (found) return found;
  }
  return null;
}

/** Changes one node; the others stay the same objects. */
export function change<N extends Node>(root: N, id: string, by: (node: Node) => Node): N {
  if (root.id === id) return by(root) as N;
  if (root.kind === "leaf") return root;
  const children = root.children.map((child) => change(child, id, by));
  return children.every((child, index) => child === root.children[index]) ? root : { ...root, children };
}

const onGroup = (root: Group, id: string, by: (group: Group) => Group) =>
  change(root, id, (node) => (node.kind === "group" ? by(node) : node));

export function insert(root: Group, parent: string, index: number, node: Node): Group {
  return onGroup(root, parent, (at) => ({
    ...at,
    children: [...at.children.slice(0, index), node, ...at.children.slice(index)],
  }));
}

/** Takes a node out; groups that it leaves empty go with it. */
export function take(root: Group, id: string): Group {
  const parent = parentOf(root, id);
  if (!parent) return root;
  if (parent.children.length === 1 && parent.id !== root.id) return take(root, parent.id);
  return onGroup(root, parent.id, (at) => ({ ...at, children: at.children.filter((child) => child.id !== id) }));
}

/** Moves a node to a place in a group, counted before it was taken out. Into itself it cannot go. */
export function move(root: Group, id: string, parent: string, index: number): Group {
  const node = find(root, id);
  const from = parentOf(root, id);
  if (!node || !from || find(node, parent)) return root;
  const here = from.children.findIndex((child) => child.id === id);
  const same = from.id === parent;
  if (same && (index === here || index === here + 1)) return root;
  // Put first and take after, so that a group which becomes empty on the way is still found.
  const marker = leaf({ type: "in", set: "segment", name: "" });
  const marked = change(root, id, () => marker) as Group;
  return take(insert(marked, parent, index, node), marker.id);
}

/** One place up or down; at the end of its group, out of it. */
export function step(root: Group, id: string, by: -1 | 1): Group {
  const parent = parentOf(root, id);
  if (!parent) return root;
  const here = parent.children.findIndex((child) => child.id === id);
  const there = here + by;
  if (there >= 0 && there < parent.children.length) {
    const beside = parent.children[there];
    if (beside?.kind === "group") return move(root, id, beside.id, by > 0 ? 0 : beside.children.length);
    return move(root, id, parent.id, by > 0 ? there + 1 : there);
  }
  return lift(root, id, by);
}

/** Out of its group, before or after it. */
export function lift(root: Group, id: string, by: -1 | 1 = 1): Group {
  const parent = parentOf(root, id);
  const above = parent && parentOf(root, parent.id);
  if (!parent || !above) return root;
  const at = above.children.findIndex((child) => child.id === parent.id);
  return move(root, id, above.id, by > 0 ? at + 1 : at);
}

/** A group of its own around a node, of the other kind than the one it stands in. */
export function wrap(root: Group, id: string): Group {
  const parent = parentOf(root, id);
  if (!parent) return root;
  return change(root, id, (node) => group(parent.op === "all" ? "any" : "all", [node])) as Group;
}

/** Takes a group's border away; its conditions stand where it stood. */
export function dissolve(root: Group, id: string): Group {
  const parent = parentOf(root, id);
  const node = find(root, id);
  if (!parent || node?.kind !== "group" || node.not) return root;
  return onGroup(root, parent.id, (at) => ({
    ...at,
    children: at.children.flatMap((child) => (child.id === id ? node.children : [child])),
  }));
}

function renamed(node: Node): Node {
  const id = freshId();
  return node.kind === "leaf" ? { ...node, id } : { ...node, id, children: node.children.map(renamed) };
}

export function duplicate(root: Group, id: string): Group {
  const parent = parentOf(root, id);
  const node = find(root, id);
  if (!parent || !node) return root;
  return insert(root, parent.id, parent.children.indexOf(node) + 1, renamed(node));
}

export const negate = (root: Group, id: string): Group => change(root, id, (node) => ({ ...node, not: !node.not }));

export const turn = (root: Group, id: string, op: Group["op"]): Group => onGroup(root, id, (at) => ({ ...at, op }));

/** The whole of it crossed with one more condition: both, either, or without it. */
export function cross(root: Group, how: "and" | "or" | "minus", other: LeafRule): Group {
  const node = leaf(other, how === "minus");
  const op = how === "or" ? "any" : "all";
  if (root.children.length === 0) return group("all", [node]);
  if (root.op === op || root.children.length === 1) return { ...root, op, children: [...root.children, node] };
  return group(op, [{ ...root, id: freshId() }, node]);
}

export const leaves = (node: Node): Leaf[] => (node.kind === "leaf" ? [node] : node.children.flatMap(leaves));
