// On the card: her three values, the chance that she is still a customer and how it went, when she is expected again, and
// why she may be lost.
import { WarningOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type CardValue as Answer, useGet, type ValuePart } from "../../api";
import { useCan } from "../../app/session";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, useLabel } from "../../kit";
import { useAppearance } from "../../theme/appearance";
import { Defined } from "../Defined";
import { PeriodsPicture } from "../Periods";
import { useSay } from "../say";
import styles from "./CardValue.module.css";

export function CardValue({ id }: { id: string }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const reads = useCan()("customers.read");
  const answer = useGet<Answer>(`/customers/${id}/value`, {}, { enabled: reads });
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  const data = answer.data;
  if (!data?.scores || !data.as_of) return null;
  const { scores } = data;
  return (
    <Panel title={t("card.title")} hint={t("card.asOf", { time: f.instant(data.as_of) })}>
      <div className={styles.stack}>
        <dl className={styles.values}>
          {(["realised", "potential", "influence"] as const).map((key) => (
            <div key={key}>
              <dt>
                {t(`short.${key}`)} <Defined of={[key]} name={t(`figure.${key}`)} card={data} />
              </dt>
              <dd title={f.money(scores[key])}>{f.shortMoney(scores[key])}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.line}>
          <Tag variant="filled">{label(scores.rfm.group_label)}</Tag>
          <Tag variant="filled">{label(scores.stage_label)}</Tag>
          <span className={styles.quiet}>RFM {scores.rfm.cell}</span>
        </p>
        <dl className={styles.facts}>
          <div>
            <dt>{t("card.next")}</dt>
            <dd>
              {scores.next ? (
                <>
                  <strong>{scores.next.day}</strong> {say.due(scores.next)}
                  <span className={styles.quiet}>
                    {t("next.interval", { from: scores.next.from, to: scores.next.to })}
                  </span>
                </>
              ) : (
                <span className={styles.quiet}>{t("card.noNext")}</span>
              )}
            </dd>
          </div>
          {data.families.slice(0, 3).map((one) => (
            <div key={one.family}>
              <dt>{one.family}</dt>
              <dd>
                {one.next.day} <span className={styles.quiet}>{t("card.lastOf", { day: one.last })}</span>
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("card.expected")}</dt>
            <dd>
              {t("times", { value: say.number(scores.expected_365) })}
              <span className={styles.quiet}>{t("card.expected90", { value: say.number(scores.expected_90, 2) })}</span>
            </dd>
          </div>
          {scores.churn_risk === null ? null : (
            <div>
              <dt>
                {t("top.by.churn_risk")} <Defined of={["churn_risk"]} name={t("top.by.churn_risk")} card={data} />
              </dt>
              <dd>{f.rate(scores.churn_risk * 10)}</dd>
            </div>
          )}
        </dl>
        {data.reasons.length > 0 ? (
          <div>
            <h3 className={styles.small}>{t("card.why")}</h3>
            <ul className={styles.reasons}>
              {data.reasons.map((one) => (
                <li key={one.key}>
                  <WarningOutlined aria-hidden /> {label(one.text)}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {data.alive.length > 1 ? <Alive data={data} /> : null}
        {data.periods.months.length > 0 ? (
          <div>
            <h3 className={styles.small}>
              {t("periods.title")} <Defined of={["periods"]} name={t("periods.title")} card={data} />
            </h3>
            <PeriodsPicture periods={data.periods} currency={data.currency} height={150} />
          </div>
        ) : null}
        {data.parts.length > 0 ? (
          <details>
            <summary className={styles.summary}>{t("card.parts")}</summary>
            <Parts parts={data.parts} currency={data.currency} />
          </details>
        ) : null}
        {data.delivered && data.delivered.parts.length > 0 ? (
          <details>
            <summary className={styles.summary}>
              {t("card.delivered", { value: f.amount(data.delivered.value, data.currency) })}
              {data.delivered.index === null ? null : t("card.index", { value: data.delivered.index })}
            </summary>
            <Defined of={["delivered"]} name={t("figure.delivered")} card={data} />
            <Parts parts={data.delivered.parts} currency={data.currency} />
          </details>
        ) : null}
        {data.delivered && data.delivered.serve.length > 0 ? (
          <details>
            <summary className={styles.summary}>{t("card.serve", { value: f.money(scores.serve) })}</summary>
            <Defined of={["serve"]} name={t("figure.serve")} card={data} />
            <Parts parts={data.delivered.serve} currency={data.currency} />
          </details>
        ) : null}
      </div>
    </Panel>
  );
}

function Parts({ parts, currency }: { parts: ValuePart[]; currency: string }) {
  const f = useFormat();
  const label = useLabel();
  return (
    <dl className={styles.facts}>
      {parts.map((part) => (
        <div key={part.key}>
          <dt>{label(part.label)}</dt>
          <dd>
            {f.amount(part.value, currency)}
            {part.count === null ? null : <span className={styles.quiet}>{f.count(part.count)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The chance of being a customer still, since the first purchase and on; dots are purchases, after today it is foretold. */
function Alive({ data }: { data: Answer }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const points = data.alive;
  const today = f.day(data.as_of);
  const option = useMemo<ChartOption>(() => {
    const now = points.findIndex((point) => point.day >= today);
    const future = now < 0 ? points.length : now;
    return {
      grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const point = points[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!point) return "";
          return tip(
            point.day,
            [
              { label: t("card.alive"), value: f.rate(point.share), color: ink.accent },
              ...(point.bought ? [{ label: t("card.bought"), value: "✓" }] : []),
            ],
            ink,
          );
        },
      },
      xAxis: {
        type: "category",
        data: points.map((point) => point.day),
        boundaryGap: false,
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 11, formatter: (day: string) => day.slice(2, 7), hideOverlap: true },
      },
      yAxis: {
        type: "value",
        min: 0,
        max: 1000,
        interval: 500,
        axisLabel: { color: ink.faint, fontSize: 11, formatter: (value: number) => `${value / 10}%` },
        splitLine: { lineStyle: { color: ink.line } },
      },
      series: [
        {
          type: "line",
          data: points.map((point, at) => (at <= future ? point.share : null)),
          symbol: "circle",
          symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (points[dataIndex]?.bought ? 7 : 0),
          showAllSymbol: true,
          lineStyle: { width: 2, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.08 },
        },
        {
          type: "line",
          data: points.map((point, at) => (at >= future ? point.share : null)),
          showSymbol: false,
          lineStyle: { width: 2, color: ink.accent, type: "dashed" },
          itemStyle: { color: ink.accent },
        },
      ],
    };
  }, [points, today, ink, f, t]);
  return (
    <div>
      <Chart
        name={t("card.alive")}
        head={
          <>
            {t("card.alive")} <Defined of={["alive"]} name={t("card.alive")} card={data} also={t("card.aliveHint")} />
          </>
        }
        option={option}
        height={150}
        table={{
          columns: [t("next.day"), t("card.alive"), t("card.bought")],
          rows: points.map((point) => [point.day, f.rate(point.share), point.bought ? "✓" : ""]),
          plain: points.map((point) => [point.day, point.share / 1000, point.bought ? 1 : 0]),
        }}
      />
      {data.alive_note ? <p className={styles.quiet}>{label(data.alive_note)}</p> : null}
    </div>
  );
}
