// The products with the highest scores as bars; behind the picture all of them with every part.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PicksPage } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { Defined } from "../value/Defined";
import { usePickWords } from "./say";

const SHOWN = 12;

export function Top({ data }: { data: PicksPage }) {
  const { t } = useTranslation("picks");
  const phone = usePhone();
  const { ink } = useAppearance();
  const say = usePickWords(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` stands for
  const option = useMemo<ChartOption>(() => {
    const first = data.picks.slice(0, SHOWN);
    const names = nameAxis(
      first.map((pick) => say.title(pick)),
      ink,
    );
    const width = phone ? 130 : 320;
    return {
      grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
      xAxis: { ...valueAxis(say.number, ink), max: 100, interval: 25 },
      yAxis: { ...names, axisLabel: { ...names.axisLabel, width, overflow: "truncate" as const }, inverse: true },
      series: [
        {
          type: "bar",
          barMaxWidth: 20,
          data: first.map((pick) => ({
            value: pick.score,
            itemStyle: {
              color: pick.held_back.length > 0 ? ink.quiet : ink.accent,
              borderRadius: [0, 3, 3, 0],
            },
          })),
          label: {
            show: true,
            position: "right",
            color: ink.text,
            formatter: (given) => say.number(given.value as number),
          },
        },
      ],
    };
  }, [data, ink, phone, t]);
  const parts = data.parts.map(({ key }) => say.name(key));
  const cells = (of: (points: number | null) => string | number) =>
    data.picks.map((pick) => [
      say.title(pick),
      pick.score,
      ...pick.parts.map((part, at) => of(data.parts[at]?.known ? part.points : null)),
      pick.visits,
      pick.sold,
    ]);
  return (
    <Panel
      title={t("top")}
      hint={
        <>
          {t("hint")} <Defined of={["score", "drawn"]} name={t("score")} />
        </>
      }
    >
      <Chart
        name={t("top")}
        option={option}
        height={40 + 30 * Math.min(SHOWN, data.picks.length)}
        onClick={({ dataIndex }) => say.open(data.picks[dataIndex])}
        table={{
          columns: [t("product"), t("score"), ...parts, t("visits"), t("sold")],
          rows: cells((points) => (points === null ? "–" : say.number(points))),
          plain: cells((points) => points ?? ""),
          open: (row) => say.open(data.picks[row]),
        }}
      />
    </Panel>
  );
}
