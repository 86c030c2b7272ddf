// The way from a bar to the customers behind it, for every picture of the page.
import { createContext, useContext } from "react";
import type { InsightBar, InsightDimension } from "../api";

/** Opens those behind a bar; null where no rule says who they are. */
export type Behind = (dimension: InsightDimension, bar: InsightBar | undefined) => (() => void) | null;

export const BehindContext = createContext<Behind>(() => null);

export const useBehind = (): Behind => useContext(BehindContext);
