// The rules with the highest lift as bars; behind the picture all rules with all their measures.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BasketsPage } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { Defined } from "../value/Defined";
import { useBasketWords } from "./say";
import { useOpenRule } from "./useOpen";

const SHOWN = 12;

export function Strongest({ data }: { data: BasketsPage }) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const phone = usePhone();
  const { ink } = useAppearance();
  const say = useBasketWords(data);
  const open = useOpenRule(data);
  const name = t(`title.${data.way}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` stands for
  const option = useMemo<ChartOption>(() => {
    const first = data.rules.slice(0, SHOWN);
    const width = phone ? 130 : 380;
    const names = nameAxis(first.map(say.rule), ink);
    return {
      grid: { left: 8, right: 56, top: 4, bottom: 4, containLabel: true },
      xAxis: valueAxis((value) => say.lift(value), ink),
      yAxis: { ...names, axisLabel: { ...names.axisLabel, width, overflow: "truncate" as const }, inverse: true },
      series: [
        {
          type: "bar",
          barMaxWidth: 20,
          data: first.map((rule) => rule.lift),
          itemStyle: { color: ink.accent, borderRadius: [0, 3, 3, 0] },
          label: {
            show: true,
            position: "right",
            color: ink.text,
            formatter: (given) => say.lift(given.value as number),
          },
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: ink.quiet, type: "dashed" },
            label: { show: false },
            data: [{ xAxis: 1 }],
          },
        },
      ],
    };
  }, [data, ink, phone, t]);
  const next = data.way === "next";
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("hint")} <Defined of={["lift"]} name={t("lift")} />
        </>
      }
    >
      <Chart
        name={name}
        option={option}
        height={40 + 30 * Math.min(SHOWN, data.rules.length)}
        onClick={({ dataIndex }) => open(data.rules[dataIndex])}
        table={{
          columns: [
            t("rule"),
            t("both"),
            t("supportName"),
            t("confidenceName"),
            t("lift"),
            t("leverage"),
            t("conviction"),
            t("chance"),
            ...(next ? [t("gap")] : []),
          ],
          rows: data.rules.map((rule) => [
            say.rule(rule),
            f.count(rule.both),
            f.rate(rule.support),
            f.rate(rule.confidence),
            rule.lift,
            f.rate(rule.leverage),
            rule.conviction ?? "∞",
            say.chance(rule.chance),
            ...(next ? [rule.days ?? ""] : []),
          ]),
          plain: data.rules.map((rule) => [
            say.rule(rule),
            rule.both,
            rule.support / 1000,
            rule.confidence / 1000,
            rule.lift,
            rule.leverage / 1000,
            rule.conviction ?? "",
            rule.chance,
            ...(next ? [rule.days ?? ""] : []),
          ]),
          open: (row) => open(data.rules[row]),
        }}
      />
    </Panel>
  );
}
