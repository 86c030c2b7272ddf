// One measure: its score with the interval and the control limits by period, and how many gave what.
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SatisfactionPage, SatisfactionPoint, SatisfactionSeries } from "../api";
import { Chart, Panel, useFormat, useLabel } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "../value/Crowd";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";
import { picture } from "./picture";
import { Spread } from "./Spread";
import { useScore } from "./say";

interface Props {
  series: SatisfactionSeries;
  by: SatisfactionPage["by"];
}

export function Series({ series, by }: Props) {
  const { t } = useTranslation("satisfaction");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const say = useScore(series.measure);
  const open = useCrowd();
  const name = label(series.label);
  const when = (point: SatisfactionPoint) => (by === "month" ? point.start.slice(0, 7) : f.shortDay(point.start));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` stands for
  const option = useMemo(
    () =>
      picture(
        series,
        {
          when,
          score: say.score,
          axis: say.axis,
          scoreName: t("score"),
          interval: t("interval"),
          limits: t("limits"),
          answers: (point) => `${f.count(point.answers)}`,
          answersName: t("answers"),
          between: (low, high) => t("between", { low: say.score(low), high: say.score(high) }),
          signal: (rules) => t("signal", { rules: rules.join(", ") }),
        },
        ink,
      ),
    [series, by, ink, t],
  );
  const see = (point: SatisfactionPoint | undefined) => {
    const parts = (point?.crowds ?? [])
      .filter((crowd) => crowd.answers > 0)
      .map((crowd) => ({
        name: t(`crowd.${series.measure}.${crowd.key}`),
        alone: `${name} · ${point ? when(point) : ""} · ${t(`crowd.${series.measure}.${crowd.key}`)}`,
        rule: crowd.rule,
        figures: [{ label: t("answers"), value: f.count(crowd.answers) }],
      }));
    const first = parts.at(-1);
    if (first) open({ ...first, name: first.alone, parts, parted: t("crowd.by") });
  };
  const cells = (point: SatisfactionPoint, of: (value: number | null) => string | number) => [
    when(point),
    of(point.score),
    of(point.low),
    of(point.high),
    point.answers,
    of(point.control?.low ?? null),
    of(point.control?.high ?? null),
    point.control?.signals.length ? t("signal", { rules: point.control.signals.join(", ") }) : "",
  ];
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("hint")} <Defined of={[series.key, "interval", "control"]} name={name} />
        </>
      }
      extra={
        series.unhappy > 0 ? (
          <Button
            onClick={() =>
              open({
                name: t("unhappyCrowd", { name }),
                rule: series.rule,
                figures: [
                  { label: t("score"), value: say.score(series.score) },
                  { label: t("answers"), value: f.count(series.unhappy) },
                ],
              })
            }
          >
            {t("unhappy", { value: f.count(series.unhappy) })}
          </Button>
        ) : null
      }
    >
      <div className={styles.beside}>
        <Chart
          name={name}
          head={
            <>
              {say.score(series.score)}{" "}
              <span className={styles.quiet}>
                {t("between", { low: say.score(series.low), high: say.score(series.high) })}
                {series.slope
                  ? ` · ${t("slope", {
                      by: say.signed(series.slope.by),
                      low: say.signed(series.slope.low),
                      high: say.signed(series.slope.high),
                    })}`
                  : null}
              </span>
            </>
          }
          option={option}
          height={300}
          onClick={({ dataIndex }) => see(series.points[dataIndex])}
          table={{
            open: (row) => see(series.points[row]),
            columns: [
              t("period"),
              t("score"),
              `${t("interval")} ↓`,
              `${t("interval")} ↑`,
              t("answers"),
              `${t("limits")} ↓`,
              `${t("limits")} ↑`,
              t("signals"),
            ],
            rows: series.points.map((point) => cells(point, say.score)),
            plain: series.points.map((point) => cells(point, say.plain)),
          }}
        />
        <Spread series={series} />
      </div>
      {series.outside > 0 ? <p className={styles.note}>{t("outside", { value: f.count(series.outside) })}</p> : null}
    </Panel>
  );
}
