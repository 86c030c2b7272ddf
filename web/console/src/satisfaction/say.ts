// Scores in words: CSAT as a percentage, NPS in points, CES as a mean.
import { useTranslation } from "react-i18next";
import type { SatisfactionSeries } from "../api";
import { useFormat } from "../kit";

type Measure = SatisfactionSeries["measure"];

export function useScore(measure: Measure) {
  const { t } = useTranslation("satisfaction");
  const f = useFormat();
  const number = (value: number, digits: number) =>
    value.toLocaleString(f.setting.locale, { maximumFractionDigits: digits });
  const score = (value: number | null): string => {
    if (value === null) return t("none");
    if (measure === "csat") return f.rate(value);
    return number(value, measure === "nps" ? 1 : 2);
  };
  return {
    score,
    signed: (value: number) => (value > 0 ? `+${score(value)}` : score(value)),
    chance: (value: number) => (value < 0.001 ? "< 0.1%" : f.rate(1000 * value)),
    /** For files: CSAT as a fraction. */
    plain: (value: number | null) => (value === null ? "" : measure === "csat" ? value / 1000 : value),
    /** From where to where the picture goes, and in which steps. */
    axis: { csat: [0, 1000, 250], nps: [-100, 100, 50], ces: [1, 7, 1] }[measure] as [number, number, number],
  };
}

/** Whether a series moves, as far as chance allows saying so. */
export function moves(series: SatisfactionSeries): "up" | "down" | "still" | "short" {
  if (!series.slope) return "short";
  if (series.slope.chance > 0.05) return "still";
  return series.slope.by > 0 ? "up" : "down";
}
