// Three values on one picture: to the right those who have brought more, upwards those who are expected to bring more, the
// circle as large as they are many, the colour as deep as their influence.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ValueCell } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

const FIFTHS = [1, 2, 3, 4, 5];

export function Matrix({ cells }: { cells: ValueCell[] }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const phone = usePhone();
  const open = useCrowd();
  const { ink } = useAppearance();
  const shown = useMemo(() => cells.filter((cell) => cell.customers > 0), [cells]);
  const title = t("matrix.title");
  const fifth = (n: number) => (n === 1 ? t("matrix.least") : n === 5 ? t("matrix.most") : String(n));
  const facts = (cell: ValueCell) => [
    { label: t("people"), value: f.count(cell.customers) },
    { label: t("figure.realised"), value: say.whole(cell.realised_sum) },
    { label: t("figure.potential"), value: say.whole(cell.potential_sum) },
    { label: t("figure.influence"), value: say.whole(cell.influence_sum) },
  ];
  const name = (cell: ValueCell) =>
    t("matrix.cell", { realised: fifth(cell.realised), potential: fifth(cell.potential) });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language and the currency, which `t` and `f` stand for
  const option = useMemo<ChartOption>(() => {
    const most = Math.max(1, ...shown.map((cell) => cell.customers));
    const each = (cell: ValueCell) => Math.max(0, cell.influence_sum) / cell.customers;
    const deepest = Math.max(...shown.map(each), 1);
    const axis = {
      type: "category" as const,
      data: FIFTHS.map(fifth),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: ink.line } },
      axisLabel: { color: ink.faint, fontSize: 12 },
      nameTextStyle: { color: ink.text, fontSize: 13 },
    };
    const size = phone ? 46 : 62;
    return {
      grid: { left: phone ? 44 : 64, right: 12, top: 34, bottom: 52 },
      tooltip: {
        ...tooltip(ink),
        formatter: (given: unknown) => {
          const cell = shown[(given as { dataIndex: number }).dataIndex];
          return cell ? tip(name(cell), facts(cell), ink) : "";
        },
      },
      xAxis: { ...axis, name: t("matrix.x"), nameLocation: "middle", nameGap: 32 },
      yAxis: {
        ...axis,
        name: t("matrix.y"),
        nameLocation: "end",
        nameGap: 14,
        nameTextStyle: { color: ink.text, fontSize: 13, align: "left", padding: [0, 0, 0, phone ? -40 : -56] },
      },
      series: [
        {
          type: "scatter",
          data: shown.map((cell) => ({
            value: [cell.realised - 1, cell.potential - 1, cell.customers],
            symbolSize: 10 + size * Math.sqrt(cell.customers / most),
            itemStyle: {
              color: ink.ramp[1 + Math.round((ink.ramp.length - 2) * Math.sqrt(each(cell) / deepest))] ?? ink.accent,
              borderColor: ink.accent,
              borderWidth: 1,
            },
            label: {
              show: cell.customers / most > 0.12,
              formatter: f.shortCount(cell.customers),
              color: each(cell) / deepest > 0.3 ? ink.surface : ink.text,
              fontSize: 12,
            },
          })),
        },
      ],
    };
  }, [shown, ink, phone, t, f]);
  const see = (cell: ValueCell | undefined) =>
    cell && open({ name: name(cell), rule: cell.rule, figures: facts(cell) });
  return (
    <Panel
      title={title}
      hint={
        <>
          {t("matrix.hint")} <Defined of={["realised", "potential", "influence"]} name={title} />
        </>
      }
    >
      <Chart
        name={title}
        option={option}
        height={phone ? 360 : 440}
        empty={shown.length === 0}
        onClick={({ dataIndex }) => see(shown[dataIndex])}
        table={{
          columns: [
            title,
            ...["people", "figure.realised", "figure.potential", "figure.influence"].map((key) => t(key as "people")),
          ],
          rows: shown.map((cell) => [name(cell), ...facts(cell).map(({ value }) => value)]),
          plain: shown.map((cell) => [
            name(cell),
            cell.customers,
            say.plain(cell.realised_sum),
            say.plain(cell.potential_sum),
            say.plain(cell.influence_sum),
          ]),
          open: (row) => see(shown[row]),
        }}
      />
      <ul className={styles.corners}>
        {(["keep", "win", "grow"] as const).map((key) => (
          <li key={key}>
            <strong>{t(`matrix.corner.${key}`)}</strong> {t(`matrix.cornerText.${key}`)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
