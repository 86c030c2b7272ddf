// Light, dark or as the system says; remembered on this device before anybody has signed in.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type Ink, inkOf, type Mode } from "./tokens";

export type Choice = "light" | "dark" | "system";

interface Appearance {
  choice: Choice;
  mode: Mode;
  ink: Ink;
  choose: (choice: Choice) => void;
}

const Context = createContext<Appearance | null>(null);
const key = "regulars.theme";

function remembered(): Choice {
  const value = localStorage.getItem(key);
  return value === "light" || value === "dark" ? value : "system";
}

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<Choice>(remembered);
  const [systemDark, setSystemDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);

  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const listen = (event: MediaQueryListEvent) => setSystemDark(event.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);

  const mode: Mode = choice === "system" ? (systemDark ? "dark" : "light") : choice;

  useEffect(() => {
    document.documentElement.dataset.mode = mode;
    document.documentElement.style.colorScheme = mode;
  }, [mode]);

  const choose = useCallback((next: Choice) => {
    localStorage.setItem(key, next);
    setChoice(next);
  }, []);
  const value = useMemo<Appearance>(() => ({ choice, mode, ink: inkOf(mode), choose }), [choice, mode, choose]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useAppearance(): Appearance {
  const value = useContext(Context);
  if (!value) throw new Error("useAppearance outside AppearanceProvider");
  return value;
}
