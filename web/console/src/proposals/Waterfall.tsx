// How the evidence adds up: from where two customers who are compared start, part by part in bits, to how sure it is; with the level of each
// part and its probabilities m and u in the table behind.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Proposal } from "../api";
import { Chart, type ChartOption, nameAxis, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import styles from "./Proposals.module.css";
import { type Step, spans, waterfall } from "./steps";

export function Waterfall({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation("proposals");
  const f = useFormat();
  const { ink } = useAppearance();
  const steps = useMemo(() => waterfall(proposal), [proposal]);
  const field = (key: string) =>
    key === "start" || key === "total" ? t(`waterfall.${key}`) : t(`field.${key}` as "field.name", key);
  const bits = (value: number) =>
    value.toLocaleString(f.setting.locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const probability = (value: number | null) =>
    value === null ? "–" : value.toLocaleString(f.setting.locale, { maximumSignificantDigits: 3 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` stands for
  const option = useMemo<ChartOption>(() => {
    const colour = (step: Step) => (step.kind === "end" ? ink.quiet : step.to >= step.from ? ink.good : ink.bad);
    const bars = (of: "base" | "above" | "below") => ({
      type: "bar" as const,
      stack: "sum",
      barMaxWidth: 18,
      silent: true,
      data: steps.map((step) => ({
        value: spans(step)[of],
        itemStyle: { color: of === "base" ? "transparent" : colour(step) },
      })),
    });
    const said = (step: Step) => `${field(step.key)}  ${bits(step.kind === "end" ? step.to : step.to - step.from)}`;
    const { min: _, ...values } = valueAxis((value) => bits(value), ink);
    return {
      grid: { left: 8, right: 16, top: 4, bottom: 4, containLabel: true },
      xAxis: values,
      yAxis: { ...nameAxis(steps.map(said), ink), inverse: true },
      series: [bars("base"), bars("above"), bars("below")],
    };
  }, [steps, ink, t]);
  const level = (code: string | null) =>
    code === null ? "–" : t(`waterfall.levels.${code}` as "waterfall.levels.same", code);
  return (
    <details className={styles.waterfall}>
      <summary>{t("waterfall.open")}</summary>
      <p className={styles.quiet}>{t("waterfall.hint")}</p>
      <Chart
        name={t("waterfall.open")}
        option={option}
        height={40 + 30 * steps.length}
        table={{
          columns: [
            t("waterfall.part"),
            t("waterfall.level"),
            t("waterfall.m"),
            t("waterfall.u"),
            t("waterfall.bits"),
            t("waterfall.sum"),
          ],
          rows: steps.map((step) => [
            field(step.key),
            level(step.level),
            probability(step.m),
            probability(step.u),
            step.kind === "end" ? "" : bits(step.to - step.from),
            bits(step.to),
          ]),
        }}
      />
    </details>
  );
}
