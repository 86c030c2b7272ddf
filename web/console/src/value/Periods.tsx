// Realised value by month or year, of one customer or of everybody: what came in, what of it was kept after goods, what was
// given back and what serving cost.
import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValuePeriod, ValuePeriods } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { major } from "../kit/format";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useHead } from "./head";

type By = "months" | "years";
/** What the picture's table tells of a period, in its order. */
const PARTS = [
  "revenue",
  "refunds",
  "cost",
  "margin",
  "discounts",
  "gifts",
  "shipping",
  "compensation",
  "serve",
] as const;

const named = (by: By, period: ValuePeriod) => period.start.slice(0, by === "years" ? 4 : 7);

function usePicture(periods: ValuePeriod[], by: By, currency: string | undefined) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const { ink } = useAppearance();
  return useMemo(() => {
    const short = (minor: number) => f.shortAmount(minor, currency);
    const whole = (minor: number) => f.amount(minor, currency);
    const option: ChartOption = {
      grid: { left: 4, right: 8, top: 20, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: ink.line, opacity: 0.4 } },
        formatter: (given: unknown) => {
          const period = periods[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!period) return "";
          const rows = (["revenue", "margin", "refunds", "serve"] as const).map((key) => ({
            label: t(`periods.${key}`),
            value: whole(period[key]),
            ...(key === "revenue" ? { color: ink.accent } : key === "margin" ? { color: ink.text } : {}),
          }));
          return tip(
            named(by, period) + (period.whole ? "" : t("periods.soFar")),
            [
              ...(typeof period.customers === "number"
                ? [{ label: t("people"), value: f.count(period.customers) }]
                : []),
              { label: t("periods.deals"), value: f.count(period.deals) },
              ...rows,
            ],
            ink,
          );
        },
      },
      xAxis: {
        type: "category",
        data: periods.map((period) => named(by, period)),
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        axisLabel: {
          color: ink.faint,
          fontSize: 11,
          hideOverlap: true,
          formatter: (start: string) => (by === "years" ? start : start.slice(2)),
        },
      },
      yAxis: valueAxis(short, ink),
      series: [
        {
          name: t("periods.revenue"),
          type: "bar",
          data: periods.map((period) => ({
            value: period.revenue,
            itemStyle: { opacity: period.whole ? 1 : 0.45 },
          })),
          barMaxWidth: 40,
          itemStyle: { color: ink.accent, borderRadius: [3, 3, 0, 0] },
        },
        {
          name: t("periods.margin"),
          type: "line",
          data: periods.map((period) => period.margin),
          symbol: "circle",
          symbolSize: 5,
          lineStyle: { width: 1.5, color: ink.text },
          itemStyle: { color: ink.text },
          endLabel: { show: false },
        },
      ],
    };
    const columns = [
      t(by === "years" ? "periods.year" : "periods.month"),
      t("periods.deals"),
      ...PARTS.map((key) => t(`periods.${key}`)),
    ];
    const rows = periods.map((period) => [
      named(by, period),
      f.count(period.deals),
      ...PARTS.map((key) => whole(period[key])),
    ]);
    const plain = periods.map((period) => [
      named(by, period),
      period.deals,
      ...PARTS.map((key) => major(period[key], currency ?? f.setting.currency)),
    ]);
    return { option, table: { columns, rows, plain } };
  }, [periods, by, currency, ink, f, t]);
}

interface Props {
  periods: ValuePeriods;
  currency?: string | undefined;
  height: number;
}

/** The picture with its choice of months and years. */
export function PeriodsPicture({ periods, currency, height }: Props) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const open = useCrowd();
  const [by, choose] = useState<By>("months");
  const { option, table } = usePicture(periods[by], by, currency);
  const see = (period: ValuePeriod | undefined) =>
    period?.rule &&
    open({
      name: t("periods.crowd", { period: named(by, period) }),
      rule: period.rule,
      figures: [
        { label: t("people"), value: f.count(period.customers ?? 0) },
        { label: t("periods.deals"), value: f.count(period.deals) },
        { label: t("periods.revenue"), value: f.amount(period.revenue, currency) },
      ],
    });
  const opens = periods[by].some((period) => period.rule);
  return (
    <Chart
      name={t("periods.title")}
      head={
        <Segmented<By>
          size="small"
          aria-label={t("periods.by")}
          value={by}
          onChange={choose}
          options={(["months", "years"] as const).map((value) => ({ value, label: t(`periods.bys.${value}`) }))}
        />
      }
      option={option}
      height={height}
      empty={periods[by].length === 0}
      {...(opens
        ? {
            onClick: ({ dataIndex }: { dataIndex: number }) => see(periods[by][dataIndex]),
            table: { ...table, open: (row: number) => see(periods[by][row]) },
          }
        : { table })}
    />
  );
}

/** Of everybody, on the page of value. */
export function Periods({ periods }: { periods: ValuePeriods }) {
  const { t } = useTranslation("value");
  const currency = useHead()?.currency;
  return (
    <Panel
      title={t("periods.title")}
      hint={
        <>
          {t("periods.hint")} <Defined of={["periods"]} name={t("periods.title")} />
        </>
      }
    >
      <PeriodsPicture periods={periods} currency={currency} height={280} />
    </Panel>
  );
}
