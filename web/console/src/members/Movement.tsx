// Who rose, who fell and who joined, month by month: rises above the line, falls below it, joining as a thin line.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Pyramid } from "../api";
import { Chart, type ChartOption, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";

interface Props {
  pyramid: Pyramid | undefined;
  month: string | null;
  choose: (month: string) => void;
}

export function Movement({ pyramid, month, choose }: Props) {
  const { t } = useTranslation("members");
  const f = useFormat();
  const { ink } = useAppearance();
  const months = pyramid?.months;
  const option = useMemo<ChartOption | undefined>(() => {
    if (!months) return undefined;
    const faded = (at: number) => (month && months[at]?.month !== month ? 0.35 : 1);
    return {
      grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (params: unknown) => {
          const at = (params as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const one = months[at];
          if (!one) return "";
          return tip(
            one.month,
            [
              { label: t("up"), value: f.count(one.up), color: ink.accent },
              { label: t("down"), value: f.count(one.down), color: ink.quiet },
              { label: t("joined"), value: f.count(one.joined), color: ink.text, thin: true },
              { label: t("leftShop"), value: f.count(one.left) },
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
        triggerEvent: true,
      },
      yAxis: { ...valueAxis((value) => f.shortCount(Math.abs(value)), ink), min: undefined },
      series: [
        {
          name: t("up"),
          type: "bar",
          stack: "moves",
          barMaxWidth: 36,
          data: months.map((one, at) => ({
            value: one.up,
            itemStyle: { color: ink.accent, opacity: faded(at), borderRadius: [4, 4, 0, 0] },
          })),
        },
        {
          name: t("down"),
          type: "bar",
          stack: "moves",
          barMaxWidth: 36,
          data: months.map((one, at) => ({
            value: -one.down,
            itemStyle: { color: ink.quiet, opacity: faded(at), borderRadius: [0, 0, 4, 4] },
          })),
        },
        {
          name: t("joined"),
          type: "line",
          data: months.map((one) => one.joined),
          symbol: "circle",
          symbolSize: 5,
          lineStyle: { color: ink.text, width: 1.5 },
          itemStyle: { color: ink.text },
        },
      ],
    };
  }, [months, month, ink, f, t]);
  const nothing = months?.every((one) => one.up + one.down + one.joined + one.left === 0);
  return (
    <Chart
      name={t("movement")}
      option={option}
      height={220}
      empty={nothing}
      onClick={({ name, data, dataIndex }) => {
        const picked = months?.find((one) => one.month === name || one.month === data) ?? months?.[dataIndex];
        if (picked) choose(picked.month);
      }}
      table={
        months && {
          columns: [t("month"), t("up"), t("down"), t("joined"), t("leftShop")],
          rows: months.map((one) => [one.month, one.up, one.down, one.joined, one.left]),
        }
      }
    />
  );
}
