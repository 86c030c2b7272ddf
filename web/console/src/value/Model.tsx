// How far the forecast can be trusted: which model and why, what it foretold beside what happened and beside a plain
// baseline, for a stretch of time that was kept from it.
import { CheckOutlined } from "@ant-design/icons";
import { Alert } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ModelReport } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, tip, tooltip, useFormat, useLabel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

const NAMES: Record<string, string> = { "bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD" };

export function Model({ model }: { model: ModelReport }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const named = (key: string) => NAMES[key] ?? t("model.baseline");
  const chosen = model.trials.find((one) => one.chosen);
  const baseline = model.trials.at(-1);
  const title = t("model.title");
  return (
    <Panel
      title={title}
      hint={
        <>
          {t("model.hint")} <Defined of={["expected_purchases", "churn_risk"]} name={title} />
        </>
      }
    >
      <div className={styles.stack}>
        <Alert
          type={model.told.code === "chosen" ? "info" : "warning"}
          showIcon
          title={label(model.told.text)}
          description={
            chosen && baseline && chosen !== baseline
              ? t("model.errors", {
                  model: named(chosen.model),
                  error: say.number(chosen.mean_error, 2),
                  baseline: say.number(baseline.mean_error, 2),
                })
              : undefined
          }
        />
        {model.holdout ? (
          <div className={styles.halves}>
            <div>
              <Calibration model={model} named={named} />
              {model.calibration.length > 0 ? <p className={styles.note}>{t("model.opens")}</p> : null}
            </div>
            <div>
              <h3 className={styles.small}>{t("model.trials")}</h3>
              <p className={styles.quiet}>
                {t("model.holdout", {
                  from: model.holdout.from,
                  to: model.holdout.to,
                  value: f.count(model.holdout.customers),
                })}
              </p>
              <Trials model={model} named={named} />
            </div>
          </div>
        ) : null}
        {model.parameters.length > 0 ? (
          <details className={styles.details}>
            <summary>{t("model.parameters", { value: f.count(model.learnt_from) })}</summary>
            <dl className={styles.facts}>
              {model.parameters.map((one) => (
                <div key={one.name}>
                  <dt>{one.name}</dt>
                  <dd>
                    {say.number(one.value, 4)}
                    {one.error === null ? null : <span className={styles.quiet}> ± {say.number(one.error, 4)}</span>}
                  </dd>
                </div>
              ))}
              <div>
                <dt>{t("model.spend")}</dt>
                <dd>{t(`model.spends.${model.spend}`)}</dd>
              </div>
            </dl>
          </details>
        ) : null}
      </div>
    </Panel>
  );
}

interface Part {
  model: ModelReport;
  named: (key: string) => string;
}

function Calibration({ model, named }: Part) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const { ink } = useAppearance();
  const bins = model.calibration;
  const last = bins.length - 1;
  const chosen = named(model.used);
  const open = useCrowd();
  const see = (at: number) => {
    const bin = bins[at];
    if (!bin || bin.crowds.length === 0) return;
    const name = t("model.bin", { n: at === last ? `${bin.repeats}+` : bin.repeats });
    open({
      name,
      kept: bin.crowds.map((one) => one.kept),
      figures: [
        { label: t("people"), value: f.count(bin.customers) },
        { label: t("model.actual"), value: say.number(bin.actual, 2) },
        { label: chosen, value: say.number(bin.predicted, 2) },
      ],
      parted: t("model.crowdOf"),
      parts: bin.crowds
        .filter((one) => one.customers > 0)
        .map((one) => ({
          name: t(`model.crowds.${one.key}`),
          kept: [one.kept],
          figures: [{ label: t("people"), value: f.count(one.customers) }],
        })),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language, which `t` and `f` stand for
  const option = useMemo<ChartOption>(() => {
    const line = (name: string, data: number[], color: string, more: object = {}) => ({
      type: "line" as const,
      name,
      data,
      color,
      symbolSize: 6,
      lineStyle: { width: 2, color },
      itemStyle: { color },
      endLabel: { show: true, formatter: name, color: ink.text, fontSize: 12, distance: 6 },
      labelLayout: { moveOverlap: "shiftY" as const },
      ...more,
    });
    return {
      grid: { left: 8, right: 96, top: 16, bottom: 26, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const at = (given as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const bin = bins[at];
          if (!bin) return "";
          return tip(
            t("model.bin", { n: at === last ? `${bin.repeats}+` : bin.repeats }),
            [
              { label: t("model.actual"), value: say.number(bin.actual, 2), color: ink.text },
              { label: chosen, value: say.number(bin.predicted, 2), color: ink.accent },
              { label: t("model.baseline"), value: say.number(bin.baseline, 2), color: ink.quiet, thin: true },
              { label: t("people"), value: f.count(bin.customers) },
            ],
            ink,
          );
        },
      },
      xAxis: {
        ...nameAxis(
          bins.map((bin, at) => (at === last ? `${bin.repeats}+` : String(bin.repeats))),
          ink,
        ),
        name: t("model.repeats"),
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: { color: ink.faint, fontSize: 12 },
      },
      yAxis: valueAxis((value) => say.number(value), ink),
      series: [
        line(
          t("model.actual"),
          bins.map((bin) => bin.actual),
          ink.text,
        ),
        line(
          chosen,
          bins.map((bin) => bin.predicted),
          ink.accent,
        ),
        ...(model.used === "baseline"
          ? []
          : [
              line(
                t("model.baseline"),
                bins.map((bin) => bin.baseline),
                ink.quiet,
                { lineStyle: { width: 1.5, type: "dashed" as const, color: ink.quiet }, symbol: "none" },
              ),
            ]),
      ],
    };
  }, [bins, chosen, ink, t, f]);
  const name = t("model.calibration");
  return (
    <Chart
      name={name}
      head={name}
      option={option}
      height={280}
      empty={bins.length === 0}
      onClick={({ dataIndex }) => see(dataIndex)}
      table={{
        open: see,
        columns: [t("model.repeats"), t("people"), t("model.actual"), chosen, t("model.baseline")],
        rows: bins.map((bin, at) => [
          at === last ? `${bin.repeats}+` : bin.repeats,
          f.count(bin.customers),
          say.number(bin.actual, 2),
          say.number(bin.predicted, 2),
          say.number(bin.baseline, 2),
        ]),
        plain: bins.map((bin) => [bin.repeats, bin.customers, bin.actual, bin.predicted, bin.baseline]),
      }}
    />
  );
}

function Trials({ model, named }: Part) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t("model.trials")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("model.model")}</th>
            <th scope="col">{t("model.error")}</th>
            <th scope="col">AUC</th>
            <th scope="col">{t("model.likelihood")}</th>
            <th scope="col">{t("model.foretold")}</th>
          </tr>
        </thead>
        <tbody>
          {model.trials.map((one) => (
            <tr key={one.model} data-chosen={one.chosen || undefined}>
              <th scope="row">
                {named(one.model)} {one.chosen ? <CheckOutlined aria-label={t("model.chosen")} /> : null}
              </th>
              {one.refused ? (
                <td colSpan={4}>{one.refused}</td>
              ) : (
                <>
                  <td>{say.number(one.mean_error, 3)}</td>
                  <td>{one.auc === null ? "–" : say.number(one.auc, 3)}</td>
                  <td title={one.boundary ?? undefined}>
                    {one.log_likelihood === null ? "–" : say.number(one.log_likelihood)}
                    {one.boundary ? "*" : null}
                  </td>
                  <td>{`${f.count(one.predicted)} / ${f.count(one.actual)}`}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
