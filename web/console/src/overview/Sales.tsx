// Sales by day: one accent area, and the period before as a thin line.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Overview } from "../api";
import { Chart, type ChartOption, dayAxis, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import styles from "./Key.module.css";
import { below, called } from "./pieces";

export function Sales({ data, days }: { data: Overview | undefined; days: number | "all" }) {
  const { t } = useTranslation("overview");
  const { ink, mode } = useAppearance();
  const f = useFormat();

  const option = useMemo<ChartOption | undefined>(() => {
    if (!data) return undefined;
    const rows = data.sales;
    const short = (value: number) => f.shortAmount(value, data.currency);
    return {
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      xAxis: dayAxis(
        rows.map((row) => row.day),
        below(data.width, f.shortDay),
        ink,
      ),
      yAxis: valueAxis(short, ink),
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        axisPointer: { type: "line", lineStyle: { color: ink.quiet, type: "solid", width: 1 } },
        formatter: (at: unknown) => {
          const row = rows[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!row) return "";
          return tip(
            called(row, data.width),
            [
              { label: t("current"), value: f.amount(row.sales, data.currency), color: ink.accent },
              ...(row.previous === null
                ? []
                : [
                    {
                      label: t("previous"),
                      value: f.amount(row.previous, data.currency),
                      color: ink.quiet,
                      thin: true,
                    },
                  ]),
              { label: t("orders"), value: f.count(row.orders) },
            ],
            ink,
          );
        },
      },
      series: [
        {
          type: "line",
          name: t("previous"),
          data: rows.map((row) => row.previous),
          showSymbol: false,
          silent: true,
          lineStyle: { width: 1, color: ink.quiet },
          itemStyle: { color: ink.quiet },
          z: 1,
        },
        {
          type: "line",
          name: t("current"),
          data: rows.map((row) => row.sales),
          showSymbol: false,
          smooth: 0.15,
          smoothMonotone: "x",
          lineStyle: { width: 2.25, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: mode === "light" ? 0.09 : 0.14 },
          z: 2,
        },
      ],
    };
  }, [data, f, ink, mode, t]);

  return (
    <Chart
      name={t("sales")}
      head={
        <span className={styles.key}>
          <span className={styles.accent} />
          {t("sales")}
          {days === "all" || !data?.previous ? null : (
            <>
              <span className={styles.thin} />
              {t("before", { count: days })}
            </>
          )}
        </span>
      }
      option={option}
      height={296}
      empty={data?.sales.length === 0}
      table={
        data && {
          columns: [t("day"), t("sales"), t("previous"), t("orders")],
          rows: data.sales.map((row) => [
            called(row, data.width),
            f.amount(row.sales, data.currency),
            row.previous === null ? "–" : f.amount(row.previous, data.currency),
            f.count(row.orders),
          ]),
        }
      }
    />
  );
}
