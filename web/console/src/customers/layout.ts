// The picture of an identity, laid out in three columns: the customer, its profiles, their identifiers. Pure.
import type { CustomerCard } from "../api";

type Graph = CustomerCard["graph"];
export type Node = Graph["nodes"][number];

export interface Placed extends Node {
  x: number;
  y: number;
  /** An identifier that more than one profile carries: what holds them together. */
  shared: boolean;
}
export interface Drawn {
  from: Placed;
  to: Placed;
  reason: string;
  key: string;
}
export interface Layout {
  nodes: Placed[];
  links: Drawn[];
  height: number;
}

const ROW = 60;
/** Where each column begins, and how wide its nodes are, in the picture's own units. */
export const COLUMNS = { customer: 0, profile: 232, identifier: 530 } as const;
export const WIDTH = 736;
export const NODE = { customer: 140, profile: 206, identifier: 206 } as const;
export const NODE_HEIGHT = 46;

export function layout(graph: Graph): Layout {
  const of = (kind: Node["kind"]) => graph.nodes.filter((node) => node.kind === kind);
  const profiles = of("profile");
  const order = new Map(profiles.map((node, index) => [node.id, index]));
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of graph.links) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const holders = (id: string) => (neighbours.get(id) ?? []).filter((other) => order.has(other));
  // Identifiers stand beside the profiles that carry them, so that few links cross.
  const middle = (id: string) => {
    const at = holders(id).map((other) => order.get(other) ?? 0);
    return at.length > 0 ? at.reduce((a, b) => a + b, 0) / at.length : profiles.length;
  };
  const identifiers = of("identifier").sort((a, b) => middle(a.id) - middle(b.id));
  const rows = Math.max(profiles.length, identifiers.length, 1);
  const column = (nodes: Node[], kind: Node["kind"]): Placed[] =>
    nodes.map((node, index) => ({
      ...node,
      x: COLUMNS[kind],
      y: ((rows - nodes.length) / 2 + index) * ROW,
      shared: kind === "identifier" && holders(node.id).length > 1,
    }));
  const placed = [
    ...column(of("customer"), "customer"),
    ...column(profiles, "profile"),
    ...column(identifiers, "identifier"),
  ];
  const known = new Map(placed.map((node) => [node.id, node]));
  const links = graph.links.flatMap(({ from, to, reason }) => {
    const [a, b] = [known.get(from), known.get(to)];
    if (!a || !b || a.x === b.x) return [];
    const [left, right] = a.x < b.x ? [a, b] : [b, a];
    return [{ from: left, to: right, reason, key: `${left.id}>${right.id}` }];
  });
  return { nodes: placed, links, height: rows * ROW - (ROW - NODE_HEIGHT) };
}

/** Everything that a node touches, for lighting it up: its links, and the links of the profiles between. */
export function lit(links: Drawn[], id: string | null): Set<string> {
  const keys = new Set<string>();
  if (!id) return keys;
  const profiles = new Set<string>();
  for (const link of links)
    if (link.from.id === id || link.to.id === id) {
      keys.add(link.key);
      if (link.from.kind === "profile") profiles.add(link.from.id);
      if (link.to.kind === "profile") profiles.add(link.to.id);
    }
  for (const link of links) if (profiles.has(link.to.id) && link.from.kind === "customer") keys.add(link.key);
  return keys;
}
