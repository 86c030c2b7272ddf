// New and returning buyers by day, stacked: who came back is the accent, because that is what the shop works for.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Overview } from "../api";
import { Chart, type ChartOption, dayAxis, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import styles from "./Key.module.css";
import { below, called } from "./pieces";

type Row = Overview["sales"][number];

export function Buyers({ data }: { data: Overview | undefined }) {
  const { t } = useTranslation("overview");
  const { ink } = useAppearance();
  const f = useFormat();

  const option = useMemo<ChartOption | undefined>(() => {
    if (!data) return undefined;
    const rows = data.sales;
    const axis = dayAxis(
      rows.map((row) => row.day),
      below(data.width, f.shortDay),
      ink,
    );
    // A bar a day while a bar can be seen; beyond that, the same as stacked areas.
    const long = rows.length > 120;
    const part = (name: string, color: string, of: (row: Row) => number) => {
      const common = { name, stack: "buyers", data: rows.map(of), itemStyle: { color } };
      return long
        ? {
            ...common,
            type: "line" as const,
            showSymbol: false,
            lineStyle: { width: 0 },
            areaStyle: { color, opacity: 1 },
          }
        : { ...common, type: "bar" as const, barMaxWidth: 18 };
    };
    return {
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      xAxis: { ...axis, boundaryGap: !long },
      yAxis: { ...valueAxis((value) => f.shortCount(value), ink), minInterval: 1 },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: ink.quiet, opacity: 0.08 } },
        formatter: (at: unknown) => {
          const row = rows[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!row) return "";
          return tip(
            called(row, data.width),
            [
              { label: t("newBuyers"), value: f.count(row.new_buyers), color: ink.soft },
              { label: t("returningBuyers"), value: f.count(row.returning_buyers), color: ink.accent },
            ],
            ink,
          );
        },
      },
      series: [
        part(t("returningBuyers"), ink.accent, (row) => row.returning_buyers),
        part(t("newBuyers"), ink.soft, (row) => row.new_buyers),
      ],
    };
  }, [data, f, ink, t]);

  return (
    <Panel title={t("buyers")} hint={t("buyersHint")}>
      <Chart
        name={t("buyers")}
        head={
          <span className={styles.key}>
            <span className={styles.accent} />
            {t("returningBuyers")}
            <span className={styles.soft} />
            {t("newBuyers")}
          </span>
        }
        option={option}
        height={220}
        empty={data?.sales.length === 0}
        table={
          data && {
            columns: [t("day"), t("newBuyers"), t("returningBuyers")],
            rows: data.sales.map((row) => [
              called(row, data.width),
              f.count(row.new_buyers),
              f.count(row.returning_buyers),
            ]),
          }
        }
      />
    </Panel>
  );
}
