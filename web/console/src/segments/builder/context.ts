// What every part of the builder needs: the catalogue with its words, the way to edit, and the counts beside the nodes.
import { createContext, useContext } from "react";
import type { Catalogue, FactKind, Property, RuleAttribute, SetKind } from "../../api";
import type { Known } from "./gone";
import type { Group, Node } from "./tree";

export interface Builder {
  catalogue: Catalogue;
  /** The names of the sets that a condition may ask for. */
  sets: Record<SetKind, string[]>;
  /** The same as far as they are known, to tell what is gone. */
  known: Known;
  /** Changes the tree; edits with the same key in quick succession are one step of undo. */
  edit: (by: (root: Group) => Group, key?: string | null) => void;
  /** How many match each node, by its id, as last answered. */
  counts: Map<string, number>;
  /** When they were true. */
  countedAt: string | undefined;
  /** A newer answer is under way. */
  counting: boolean;
  /** Asks for a condition to put at the end of a group. */
  pick: (group: string) => void;
  /** What is being dragged. */
  dragged: string | null;
  drag: (id: string | null) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("useBuilder outside the builder");
  return builder;
}

export function attributeOf(catalogue: Catalogue, name: string): RuleAttribute {
  return catalogue.attributes.find((one) => one.name === name) ?? { name, type: "text", label: { zh: name, en: name } };
}
export function kindOf(catalogue: Catalogue, name: string): FactKind {
  return catalogue.kinds.find((one) => one.name === name) ?? { name, label: { zh: name, en: name }, properties: [] };
}
export function propertyOf(kind: FactKind, name: string): Property {
  return kind.properties.find((one) => one.name === name) ?? { name, type: "text", label: { zh: name, en: name } };
}

/** The same node with another rule; for conditions alone. */
export const withRule =
  <R>(rule: R) =>
  (node: Node): Node =>
    node.kind === "leaf" ? ({ ...node, rule } as Node) : node;
