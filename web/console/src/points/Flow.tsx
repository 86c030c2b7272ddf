// Points month by month: given upward, gone downward, the growth as a thin line.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Liability } from "../api";
import { Chart, type ChartOption, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";

type Month = Liability["months"][number];

/** What went hangs below the line; what was adjusted or reversed may be either. */
const gone = (value: number) => -Math.abs(value);
const net = (one: Month) => one.earned + one.adjusted + one.reversed + gone(one.spent) + gone(one.expired);

export function Flow({ months }: { months: Month[] | undefined }) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const { ink } = useAppearance();
  const option = useMemo<ChartOption | undefined>(() => {
    if (!months) return undefined;
    const bar = (name: string, color: string, of: (one: Month) => number) => ({
      name,
      type: "bar" as const,
      stack: "flow",
      barMaxWidth: 36,
      itemStyle: { color },
      data: months.map(of),
    });
    return {
      grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (params: unknown) => {
          const one = months[(params as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!one) return "";
          return tip(
            one.month,
            [
              { label: t("earned"), value: f.count(one.earned), color: ink.accent },
              { label: t("adjusted"), value: f.count(one.adjusted), color: ink.soft },
              { label: t("spent"), value: f.count(gone(one.spent)), color: ink.quiet },
              { label: t("expired"), value: f.count(gone(one.expired)), color: ink.faint },
              { label: t("reversed"), value: f.count(one.reversed), color: ink.line },
              { label: t("net"), value: f.count(net(one)), color: ink.text, thin: true },
            ],
            ink,
          );
        },
      },
      xAxis: {
        type: "category",
        data: months.map((one) => one.month),
        axisLine: { lineStyle: { color: ink.line }, onZero: false },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
      },
      yAxis: { ...valueAxis((value) => f.shortCount(value), ink), min: undefined },
      series: [
        bar(t("earned"), ink.accent, (one) => one.earned),
        bar(t("adjusted"), ink.soft, (one) => one.adjusted),
        bar(t("spent"), ink.quiet, (one) => gone(one.spent)),
        bar(t("expired"), ink.faint, (one) => gone(one.expired)),
        bar(t("reversed"), ink.line, (one) => one.reversed),
        {
          name: t("net"),
          type: "line",
          data: months.map(net),
          symbol: "circle",
          symbolSize: 5,
          lineStyle: { color: ink.text, width: 1.5 },
          itemStyle: { color: ink.text },
        },
      ],
    };
  }, [months, ink, f, t]);
  return (
    <Chart
      name={t("flow")}
      option={option}
      height={260}
      empty={months?.every((one) => one.earned === 0 && one.spent === 0 && one.adjusted === 0 && one.expired === 0)}
      table={
        months && {
          columns: [t("month"), t("earned"), t("adjusted"), t("spent"), t("expired"), t("reversed"), t("net")],
          rows: months.map((one) => [
            one.month,
            one.earned,
            one.adjusted,
            gone(one.spent),
            gone(one.expired),
            one.reversed,
            net(one),
          ]),
        }
      }
    />
  );
}
