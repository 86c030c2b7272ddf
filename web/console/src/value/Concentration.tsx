// 80/20: how much of the value lies with how few, as the shop really is.
import { Segmented } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ConcentrationPage } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, useQueryState } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { Frame } from "./Frame";
import { useSay } from "./say";
import styles from "./Value.module.css";

const percent = (share: number) => Math.round(1000 * share);

export default function Concentration() {
  const { t } = useTranslation(["value", "app"]);
  const { query, set } = useQueryState();
  const of = query.of === "potential" ? "potential" : "realised";
  return (
    <Frame<ConcentrationPage>
      title={t("app:page.concentration")}
      path="/insight/concentration"
      params={{ of }}
      sentence={(data) => <Sentence data={data} />}
    >
      {(data) => (
        <Panel
          title={t("concentration.title", { value: t(`figure.${data.of}`) })}
          hint={
            <>
              {t("concentration.hint")}{" "}
              <Defined
                of={["concentration", data.of]}
                name={t("concentration.title", { value: t(`figure.${data.of}`) })}
              />
            </>
          }
          extra={
            <Segmented<ConcentrationPage["of"]>
              aria-label={t("bands.which")}
              value={of}
              onChange={(value) => set({ of: value === "realised" ? null : value })}
              options={(["realised", "potential"] as const).map((value) => ({ value, label: t(`short.${value}`) }))}
            />
          }
        >
          <div className={styles.beside}>
            <Lorenz data={data} />
            <Tops data={data} />
          </div>
        </Panel>
      )}
    </Frame>
  );
}

function Sentence({ data }: { data: ConcentrationPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const twenty = data.tops.find((one) => one.percent === 20);
  const eighty = data.needed.find((one) => one.percent === 80);
  return (
    <>
      {twenty
        ? t("concentration.sentence", { share: f.rate(twenty.share), value: t(`figure.${data.of}`) })
        : t("concentration.none")}
      {eighty
        ? t("concentration.sentenceNeeded", { share: f.rate(eighty.share), value: f.count(eighty.customers) })
        : null}
    </>
  );
}

function Lorenz({ data }: { data: ConcentrationPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const phone = usePhone();
  const { ink } = useAppearance();
  const points = useMemo(
    () => data.lorenz.map(([people = 0, value = 0]) => [people, value] as [number, number]),
    [data],
  );
  const name = t("concentration.lorenz");
  const option = useMemo<ChartOption>(() => {
    const axis = (title: string) => ({
      type: "value" as const,
      min: 0,
      max: 1,
      interval: 0.2,
      name: title,
      nameLocation: "middle" as const,
      nameTextStyle: { color: ink.text, fontSize: 12 },
      axisLabel: { color: ink.faint, fontSize: 12, formatter: (share: number) => `${Math.round(100 * share)}%` },
      splitLine: { lineStyle: { color: ink.line } },
      axisLine: { show: false },
    });
    return {
      grid: { left: 56, right: 20, top: 12, bottom: 52 },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const [people = 0, value = 0] = (given as { data: [number, number] }[])[0]?.data ?? [];
          return tip(
            t("concentration.poorest", { share: f.rate(percent(people)) }),
            [
              { label: t("concentration.hold"), value: f.rate(percent(value)), color: ink.accent },
              { label: t("concentration.rest"), value: f.rate(1000 - percent(value)), color: ink.quiet },
            ],
            ink,
          );
        },
      },
      xAxis: { ...axis(t("concentration.x")), nameGap: 32 },
      yAxis: { ...axis(t("concentration.y")), nameGap: 44 },
      series: [
        {
          type: "line",
          data: points,
          showSymbol: false,
          lineStyle: { width: 2.5, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.1 },
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: ink.quiet, width: 1, type: "dashed" },
            label: { show: true, formatter: t("concentration.even"), position: "insideMiddleBottom", color: ink.faint },
            data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
          },
        },
      ],
    };
  }, [points, ink, f, t]);
  return (
    <Chart
      name={name}
      head={data.gini === null ? name : t("concentration.gini", { value: data.gini.toFixed(3) })}
      option={option}
      height={phone ? 320 : 420}
      empty={points.length === 0}
      table={{
        columns: [t("concentration.x"), t("concentration.y")],
        rows: points.map(([people, value]) => [f.rate(percent(people)), f.rate(percent(value))]),
        plain: points,
      }}
    />
  );
}

function Tops({ data }: { data: ConcentrationPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  return (
    <div className={styles.stack}>
      <div>
        <h3 className={styles.small}>{t("concentration.tops")}</h3>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("concentration.top")}</th>
              <th scope="col">{t("people")}</th>
              <th scope="col">{t("concentration.holds")}</th>
              <th scope="col">{t("concentration.least")}</th>
            </tr>
          </thead>
          <tbody>
            {data.tops.map((one) => {
              const name = t("concentration.topOf", { percent: one.percent });
              return (
                <tr key={one.percent}>
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.link}
                      disabled={one.customers === 0}
                      onClick={() =>
                        open({
                          name: `${name} · ${t(`short.${data.of}`)}`,
                          rule: one.rule,
                          figures: [
                            { label: t("people"), value: f.count(one.customers) },
                            { label: t("concentration.holds"), value: f.rate(one.share) },
                            { label: t("concentration.least"), value: say.whole(one.least) },
                          ],
                        })
                      }
                    >
                      {name}
                    </button>
                  </th>
                  <td>{f.count(one.customers)}</td>
                  <td>{f.rate(one.share)}</td>
                  <td>{say.money(one.least)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div>
        <h3 className={styles.small}>{t("concentration.needed")}</h3>
        <ul className={styles.plainList}>
          {data.needed.map((one) => (
            <li key={one.percent}>
              {t("concentration.need", {
                percent: one.percent,
                value: f.count(one.customers),
                share: f.rate(one.share),
              })}
            </li>
          ))}
        </ul>
      </div>
      <p className={styles.note}>
        {t("concentration.total", { money: say.whole(data.total) })}
        {data.below_zero > 0 ? ` ${t("concentration.below", { value: f.count(data.below_zero) })}` : null}
      </p>
    </div>
  );
}
