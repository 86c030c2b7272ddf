// Points, or money held for customers, month by month: given upward, gone downward, the growth as a thin line.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chart, type ChartOption, tip, tooltip, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";

export interface Month {
  month: string;
  earned: number;
  spent: number;
  expired: number;
  adjusted: number;
  reversed: number;
}

/** What went hangs below the line; what was adjusted or reversed may be either. */
const gone = (value: number) => -Math.abs(value);
const net = (one: Month) => one.earned + one.adjusted + one.reversed + gone(one.spent) + gone(one.expired);

/** What each part is called, and how a size of it is written. */
export interface Say {
  name: string;
  part: (key: "earned" | "spent" | "expired" | "adjusted" | "reversed") => string;
  whole: (value: number) => string;
  short: (value: number) => string;
}

export function Flow({ months, say }: { months: Month[] | undefined; say: Say }) {
  const { t } = useTranslation("points");
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
              { label: say.part("earned"), value: say.whole(one.earned), color: ink.accent },
              { label: say.part("adjusted"), value: say.whole(one.adjusted), color: ink.soft },
              { label: say.part("spent"), value: say.whole(gone(one.spent)), color: ink.quiet },
              { label: say.part("expired"), value: say.whole(gone(one.expired)), color: ink.faint },
              { label: say.part("reversed"), value: say.whole(one.reversed), color: ink.line },
              { label: t("net"), value: say.whole(net(one)), color: ink.text, thin: true },
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
      yAxis: { ...valueAxis((value) => say.short(value), ink), min: undefined },
      series: [
        bar(say.part("earned"), ink.accent, (one) => one.earned),
        bar(say.part("adjusted"), ink.soft, (one) => one.adjusted),
        bar(say.part("spent"), ink.quiet, (one) => gone(one.spent)),
        bar(say.part("expired"), ink.faint, (one) => gone(one.expired)),
        bar(say.part("reversed"), ink.line, (one) => one.reversed),
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
  }, [months, ink, say, t]);
  return (
    <Chart
      name={say.name}
      option={option}
      height={260}
      empty={months?.every((one) => one.earned === 0 && one.spent === 0 && one.adjusted === 0 && one.expired === 0)}
      table={
        months && {
          columns: [
            t("month"),
            say.part("earned"),
            say.part("adjusted"),
            say.part("spent"),
            say.part("expired"),
            say.part("reversed"),
            t("net"),
          ],
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
