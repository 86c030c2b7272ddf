// Spend and orders by month: bars of money, the number of orders above each.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerCard } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import styles from "./Card.module.css";

/** Every month from the first to the last, a year at least, so that silence shows as silence. */
export function filled(months: CustomerCard["months"]): CustomerCard["months"] {
  const known = new Map(months.map((m) => [m.month, m]));
  const names = [...known.keys()].sort();
  const last = names.at(-1);
  if (!names[0] || !last) return [];
  const yearBefore = `${Number(last.slice(0, 4)) - 1}${last.slice(4)}`;
  const first = names[0] < yearBefore ? names[0] : yearBefore;
  const all: CustomerCard["months"] = [];
  let [year = 0, month = 0] = first.split("-").map(Number);
  for (let name = first; name <= last && all.length < 240; ) {
    all.push(known.get(name) ?? { month: name, orders: 0, amount: 0 });
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
    name = `${year}-${String(month).padStart(2, "0")}`;
  }
  return all;
}

export function Spend({ card, bare = false }: { card: CustomerCard; bare?: boolean }) {
  const { t } = useTranslation("customers");
  const { ink } = useAppearance();
  const f = useFormat();
  const months = useMemo(() => filled(card.months), [card.months]);
  const currency = card.deal_amount.currency;
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 4, right: 8, top: 20, bottom: 4, containLabel: true },
      xAxis: {
        type: "category",
        data: months.map((m) => m.month),
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
      },
      yAxis: { ...valueAxis((value) => f.shortAmount(value, currency), ink), splitNumber: 3 },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        axisPointer: { type: "none" },
        formatter: (at: unknown) => {
          const m = months[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!m) return "";
          return tip(
            m.month,
            [
              { label: t("spend.amount"), value: f.amount(m.amount, currency), color: ink.accent },
              { label: t("spend.orders"), value: f.count(m.orders) },
            ],
            ink,
          );
        },
      },
      series: [
        {
          type: "bar",
          data: months.map((m) => m.amount),
          barMaxWidth: 22,
          itemStyle: { color: ink.accent, borderRadius: [3, 3, 0, 0] },
          label: {
            show: true,
            position: "top",
            color: ink.faint,
            fontSize: 11,
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const orders = months[dataIndex]?.orders ?? 0;
              return orders > 0 ? String(orders) : "";
            },
          },
        },
      ],
    }),
    [months, ink, f, t, currency],
  );
  if (card.months.length === 0 && bare) return null;
  const chart = (
    <Chart
      name={t("spend.title")}
      head={bare ? <span className={styles.chartHead}>{t("spend.head")}</span> : undefined}
      option={option}
      height={168}
      empty={months.length === 0}
      emptyText={t("spend.empty")}
      table={{
        columns: [t("spend.month"), t("spend.amount"), t("spend.orders")],
        rows: months.map((m) => [m.month, f.amount(m.amount, currency), f.count(m.orders)]),
      }}
    />
  );
  return bare ? (
    <div className={styles.spend}>{chart}</div>
  ) : (
    <Panel title={t("spend.title")} hint={t("spend.hint")}>
      {chart}
    </Panel>
  );
}
