// Hours of the day or days of the week, in their order: the crowd as bars, what it is compared with as a thin line.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { InsightDimension } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, tip, tooltip, useFormat, useLabel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useBehind } from "./behindContext";
import { few } from "./few";

export function Times({ dimension }: { dimension: InsightDimension }) {
  const behind = useBehind();
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const { bars } = dimension;
  const option = useMemo<ChartOption>(() => {
    const axis = nameAxis(
      bars.map((bar) => label(bar.label)),
      ink,
    );
    return {
      grid: { left: 44, right: 8, top: 12, bottom: 28 },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const bar = bars[(given as { dataIndex: number }[])[0]?.dataIndex ?? -1];
          if (!bar) return "";
          return tip(
            label(bar.label),
            [
              { label: t("share"), value: f.rate(bar.share), color: ink.accent },
              { label: t("baseShare"), value: f.rate(bar.base_share), color: ink.text, thin: true },
              { label: t("tgi"), value: bar.tgi === null ? "–" : String(Math.round(bar.tgi)) },
              { label: t("customers"), value: f.count(bar.customers) },
              { label: "", value: t(few(bar, dimension.known) ? "few" : bar.significant ? "sure" : "unsure") },
            ],
            ink,
          );
        },
      },
      xAxis: { ...axis, axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true } },
      yAxis: valueAxis((share) => f.rate(share), ink),
      series: [
        {
          type: "bar",
          barMaxWidth: 28,
          data: bars.map((bar) => ({
            value: bar.share,
            itemStyle: {
              color: bar.significant && !few(bar, dimension.known) ? ink.accent : ink.soft,
              borderRadius: [3, 3, 0, 0],
            },
          })),
        },
        {
          type: "line",
          data: bars.map((bar) => bar.base_share),
          showSymbol: false,
          lineStyle: { color: ink.text, width: 1.5 },
          itemStyle: { color: ink.text },
        },
      ],
    };
  }, [bars, dimension.known, ink, t, f, label]);
  return (
    <Panel title={label(dimension.label)} hint={t("timesHint")}>
      <Chart
        name={label(dimension.label)}
        option={option}
        height={220}
        onClick={({ dataIndex }) => behind(dimension, bars[dataIndex])?.()}
        table={{
          open: (row) => behind(dimension, bars[row])?.(),
          columns: [label(dimension.label), t("share"), t("baseShare"), t("tgi"), t("customers")],
          rows: bars.map((bar) => [
            label(bar.label),
            f.rate(bar.share),
            f.rate(bar.base_share),
            bar.tgi === null ? "–" : Math.round(bar.tgi),
            f.count(bar.customers),
          ]),
        }}
      />
    </Panel>
  );
}
