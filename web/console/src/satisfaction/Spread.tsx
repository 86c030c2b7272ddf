// How many gave each answer.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SatisfactionSeries } from "../api";
import { Chart, type ChartOption, nameAxis, useFormat, useLabel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "../value/Crowd";

export function Spread({ series }: { series: SatisfactionSeries }) {
  const { t } = useTranslation("satisfaction");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const names = useMemo(
    () => series.spread.map((_, at) => t("points", { value: series.least + at })).reverse(),
    [series, t],
  );
  const answers = useMemo(() => [...series.spread].reverse(), [series]);
  const counts = useMemo(() => answers.map((one) => one.answers), [answers]);
  const open = useCrowd();
  const see = (at: number) => {
    const one = answers[at];
    if (!one || one.answers === 0) return;
    open({
      name: `${label(series.label)} · ${names[at]}`,
      rule: one.rule,
      figures: [{ label: t("answers"), value: f.count(one.answers) }],
    });
  };
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
      xAxis: valueAxis((value) => f.shortCount(value), ink),
      yAxis: { ...nameAxis(names, ink), inverse: true },
      series: [
        {
          type: "bar",
          barMaxWidth: 18,
          data: counts,
          itemStyle: { color: ink.accent, borderRadius: [0, 3, 3, 0] },
          label: {
            show: true,
            position: "right",
            color: ink.text,
            formatter: (given) => f.count(given.value as number),
          },
        },
      ],
    }),
    [names, counts, ink, f],
  );
  return (
    <Chart
      name={`${label(series.label)} · ${t("spread")}`}
      head={t("spread")}
      option={option}
      height={300}
      onClick={({ dataIndex }) => see(dataIndex)}
      table={{
        columns: [t("score"), t("answers")],
        rows: names.map((name, at) => [name, counts[at] ?? 0]),
        open: see,
      }}
    />
  );
}
