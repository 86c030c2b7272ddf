// What is said in both languages, read in the reader's; in the other one where hers is missing.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Label } from "../api";

/** The text of a label for a reader of English, or of Chinese. */
function labelIn(english: boolean, label: Label | null | undefined): string {
  if (!label) return "";
  const [first, second] = english ? [label.en, label.zh] : [label.zh, label.en];
  return first.trim() ? first : second;
}

/** Reads labels in the language of the console. */
export function useLabel(): (label: Label | null | undefined) => string {
  const { i18n } = useTranslation();
  const english = i18n.language === "en";
  return useMemo(() => (label) => labelIn(english, label), [english]);
}
