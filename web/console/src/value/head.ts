// The head of the page that is shown: its figures' definitions, as-of instant, population and currency.
import { createContext, useContext } from "react";
import type { ValueHead } from "../api";

export const HeadContext = createContext<ValueHead | null>(null);

export function useHead(): ValueHead | null {
  return useContext(HeadContext);
}
