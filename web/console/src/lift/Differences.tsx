// The difference with its intervals, and what else may be said of it.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { LiftEstimate, LiftPage } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";
import { useMeasure } from "./say";

type Row = { key: "difference" | "adjusted" | "always" | "beforehand"; found: LiftEstimate };

export function Differences({ data }: { data: LiftPage }) {
  const { t } = useTranslation("lift");
  const f = useFormat();
  const { ink } = useAppearance();
  const say = useMeasure(data);
  const rows = useMemo<Row[]>(
    () =>
      (
        [
          ["difference", data.difference],
          ["adjusted", data.adjusted],
          ["always", data.always],
          ["beforehand", data.beforehand?.difference ?? null],
        ] as const
      ).flatMap(([key, found]) => (found ? [{ key, found }] : [])),
    [data],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what figures are called follows from the page and the language
  const option = useMemo<ChartOption>(() => {
    const ends = rows.flatMap(({ found }) => [found.from, found.to]);
    const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
    const pad = (high - low || 1) * 0.08;
    const names = rows.map(({ key }) => t(`rows.${key}`));
    const colour = (key: Row["key"]) => (key === "beforehand" ? ink.faint : ink.accent);
    return {
      grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "item",
        formatter: (given: unknown) => {
          const row = rows[(given as { seriesIndex: number }).seriesIndex % rows.length];
          if (!row) return "";
          const { value, from, to } = row.found;
          return tip(
            t(`rows.${row.key}`),
            [
              { label: t("value"), value: say(value) },
              { label: t("interval"), value: t("between", { from: say(from), to: say(to) }) },
            ],
            ink,
          );
        },
      },
      xAxis: {
        ...valueAxis((value) => say(value), ink),
        min: low - pad,
        max: high + pad,
        axisLabel: {
          color: ink.faint,
          fontSize: 12,
          formatter: say,
          showMinLabel: false,
          showMaxLabel: false,
          hideOverlap: true,
        },
      },
      yAxis: { ...nameAxis(names, ink), inverse: true },
      series: [
        ...rows.map(({ key, found }, at) => ({
          type: "line" as const,
          data: [
            [found.from, at],
            [found.to, at],
          ],
          symbol: "rect",
          symbolSize: [2, 12],
          lineStyle: { width: 3, color: colour(key) },
          itemStyle: { color: colour(key) },
          ...(at === 0
            ? {
                markLine: {
                  silent: true,
                  symbol: "none",
                  data: [{ xAxis: 0 }],
                  label: { show: false },
                  lineStyle: { color: ink.text, type: "dashed" as const, width: 1 },
                },
              }
            : {}),
        })),
        ...rows.map(({ key, found }, at) => ({
          type: "scatter" as const,
          data: [[found.value, at]],
          symbolSize: 12,
          itemStyle: { color: colour(key) },
        })),
      ],
    };
  }, [rows, ink, t, data]);
  const chance = (value: number) => (value < 0.001 ? "< 0.1%" : f.rate(value * 1000));
  return (
    <Panel
      title={t("picture")}
      hint={
        <>
          {t("pictureHint")} <Defined of={["difference", "adjusted", "always", "beforehand"]} name={t("picture")} />
        </>
      }
    >
      <Chart
        name={t("picture")}
        option={option}
        height={60 + 44 * rows.length}
        empty={rows.length === 0}
        table={{
          columns: [t("row"), t("value"), t("interval"), t("chance")],
          rows: rows.map(({ key, found }) => [
            t(`rows.${key}`),
            say(found.value),
            t("between", { from: say(found.from), to: say(found.to) }),
            chance(found.chance),
          ]),
          plain: rows.map(({ key, found }) => [
            t(`rows.${key}`),
            found.value,
            `${found.from} – ${found.to}`,
            found.chance,
          ]),
        }}
      />
      <dl className={styles.figures}>
        {data.difference ? <Fact name={t("chance")} value={chance(data.difference.chance)} /> : null}
        {data.randomised && data.relative ? (
          <Fact
            name={t("relative")}
            value={`${f.rate(data.relative.value)} (${t("between", { from: f.rate(data.relative.from), to: f.rate(data.relative.to) })})`}
          />
        ) : null}
        {data.detectable === null ? null : <Fact name={t("detectable")} of="detectable" value={say(data.detectable)} />}
        {data.gone === null ? null : <Fact name={t("gone")} value={f.rate(data.gone)} />}
        {data.beforehand?.standardised === null || data.beforehand?.standardised === undefined ? null : (
          <Fact name={t("standardised")} of="beforehand" value={String(data.beforehand.standardised)} />
        )}
      </dl>
    </Panel>
  );
}

function Fact({ name, value, of }: { name: string; value: string; of?: string }) {
  return (
    <div>
      <dt>
        {name} {of ? <Defined of={[of]} name={name} /> : null}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
