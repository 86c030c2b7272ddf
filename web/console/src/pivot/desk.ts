// What every part of the pivot page shares: the catalogue, what is laid, how to lay it otherwise, and what is being dragged.
import { createContext, useContext } from "react";
import type { PivotCatalogue, PivotSubject } from "../api";
import type { Layout, Shelf } from "./question";

export interface Held {
  kind: "dimension" | "measure";
  key: string;
}
export interface Desk {
  catalogue: PivotCatalogue;
  subject: PivotSubject;
  layout: Layout;
  /** Null when it does not fit; then it is said and nothing changes. */
  set: (layout: Layout | null) => void;
  dragged: Held | null;
  drag: (held: Held | null) => void;
  /** Lays what is dragged, or what is given, on a shelf. */
  drop: (shelf: Shelf | "values", place: number, held?: Held) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("useDesk outside the pivot");
  return desk;
}
