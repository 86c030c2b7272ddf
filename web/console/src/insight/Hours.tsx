// When they come: hours across, weekdays down.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { InsightDimension } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, useLabel } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useBehind } from "./behindContext";
import { Known } from "./Dimensions";
import { few } from "./few";
import { cells } from "./heat";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function Hours({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const behind = useBehind();
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const found = useMemo(() => cells(dimension) ?? [], [dimension]);
  const option = useMemo<ChartOption>(() => {
    const days = DAYS.map((day) => t(`weekday.${day}`));
    return {
      grid: { left: 52, right: 8, top: 4, bottom: 28 },
      tooltip: {
        ...tooltip(ink),
        formatter: (given: unknown) => {
          const cell = found[(given as { dataIndex: number }).dataIndex];
          if (!cell) return "";
          return tip(
            `${days[cell.day - 1]} ${t("hour", { n: cell.hour })}`,
            [
              { label: t("share"), value: f.rate(cell.bar.share) },
              { label: t("baseShare"), value: f.rate(cell.bar.base_share) },
              { label: t("tgi"), value: cell.bar.tgi === null ? "–" : String(Math.round(cell.bar.tgi)) },
              { label: t("customers"), value: f.count(cell.bar.customers) },
              {
                label: "",
                value: t(few(cell.bar, dimension.known) ? "few" : cell.bar.significant ? "sure" : "unsure"),
              },
            ],
            ink,
          );
        },
      },
      xAxis: {
        type: "category",
        data: HOURS.map(String),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 12, interval: 2 },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: days,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: ink.text, fontSize: 12 },
      },
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(...found.map((cell) => cell.bar.customers), 1),
        inRange: { color: ink.ramp },
      },
      series: [
        {
          type: "heatmap",
          data: found.map((cell) => [cell.hour, cell.day - 1, cell.bar.customers]),
          itemStyle: { borderColor: ink.surface, borderWidth: 2, borderRadius: 4 },
        },
      ],
    };
  }, [found, dimension.known, ink, t, f]);
  return (
    <Panel
      title={label(dimension.label)}
      hint={
        <>
          {t("heatHint")} <Known dimension={dimension} customers={customers} />
        </>
      }
    >
      <Chart
        name={label(dimension.label)}
        option={option}
        height={256}
        onClick={({ dataIndex }) => behind(dimension, found[dataIndex]?.bar)?.()}
        table={{
          columns: [label(dimension.label), ...HOURS.map((n) => t("hour", { n }))],
          rows: DAYS.map((day) => [
            t(`weekday.${day}`),
            ...HOURS.map((hour) => found.find((cell) => cell.day === day && cell.hour === hour)?.bar.customers ?? 0),
          ]),
        }}
      />
    </Panel>
  );
}
