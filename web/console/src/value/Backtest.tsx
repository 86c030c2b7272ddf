// How many days the forecast was off when the last gap was hidden from it, beside simple guesses.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { NextPage } from "../api";
import { Chart, type ChartOption, Empty, nameAxis, Panel, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

const WAYS = ["rhythm", "last_gap", "own_median", "shop_median"] as const;

export function Backtest({ data }: { data: NextPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const { ink } = useAppearance();
  const test = data.backtest;
  const name = t("next.backtest");
  const open = useCrowd();
  const see = () =>
    test &&
    test.landed.length > 0 &&
    open({
      name: t("next.tried"),
      kept: test.landed.map((one) => one.kept),
      figures: [{ label: t("people"), value: f.count(test.customers) }],
      parted: t("next.landedBy"),
      parts: test.landed
        .filter((one) => one.customers > 0)
        .map((one) => ({
          name: t(`next.landed.${one.key}`),
          kept: [one.kept],
          figures: [{ label: t("people"), value: f.count(one.customers) }],
        })),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` stands for
  const option = useMemo<ChartOption | undefined>(
    () =>
      test
        ? {
            grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
            xAxis: valueAxis((value) => say.number(value, 0), ink),
            yAxis: {
              ...nameAxis(
                WAYS.map((way) => t(`next.ways.${way}`)),
                ink,
              ),
              inverse: true,
            },
            series: [
              {
                type: "bar",
                barMaxWidth: 22,
                data: WAYS.map((way) => ({
                  value: test[way],
                  itemStyle: { color: way === "rhythm" ? ink.accent : ink.quiet, borderRadius: [0, 3, 3, 0] },
                })),
                label: {
                  show: true,
                  position: "right",
                  color: ink.text,
                  formatter: (given) => t("days", { value: say.number(given.value as number) }),
                },
              },
            ],
          }
        : undefined,
    [test, ink, t],
  );
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("next.backtestHint")} <Defined of={["backtest"]} name={name} />
        </>
      }
    >
      {test ? (
        <>
          <Chart
            name={name}
            option={option}
            height={190}
            onClick={see}
            table={{
              open: see,
              columns: [t("next.way"), t("next.error")],
              rows: WAYS.map((way) => [t(`next.ways.${way}`), t("days", { value: say.number(test[way]) })]),
              plain: WAYS.map((way) => [t(`next.ways.${way}`), test[way]]),
            }}
          />
          <p className={styles.note}>
            {t("next.inside", { value: f.count(test.customers), share: f.rate(test.inside), should: f.rate(800) })}{" "}
            {t("next.opens")}
          </p>
        </>
      ) : (
        <Empty small title={t("next.noBacktest")} text={t("next.noBacktestText")} />
      )}
    </Panel>
  );
}
