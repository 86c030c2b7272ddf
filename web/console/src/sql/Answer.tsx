// What a question was answered: a table, or a picture of one column along another.
import { Alert, Segmented, Select, Table } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CellType, SqlAnswer, SqlCell, SqlChart } from "../api";
import { Chart, type ChartOption, Empty, nameAxis, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { decimalsOf, even } from "./decimals";
import styles from "./Sql.module.css";

const figures: CellType[] = ["integer", "number", "float"];

/** The columns that a picture can be drawn along and of: those chosen, else the first that fit. */
function drawn(answer: SqlAnswer, chart: SqlChart) {
  const has = (name: string | undefined) => answer.columns.some((column) => column.name === name);
  const value = has(chart.value) ? chart.value : answer.columns.find(({ type }) => figures.includes(type))?.name;
  const along = has(chart.along) ? chart.along : answer.columns.find(({ name }) => name !== value)?.name;
  return value && along ? { value, along } : null;
}

export function Answer({
  answer,
  chart,
  onChart,
}: {
  answer: SqlAnswer;
  chart: SqlChart;
  onChart: (chart: SqlChart) => void;
}) {
  const { t } = useTranslation("sql");
  const format = useFormat();
  // Months and days are instants at midnight: where all are, the time says nothing.
  const midnight = answer.columns.map(
    ({ type }, place) =>
      type === "instant" &&
      answer.rows.every((row) => row[place] === null || format.instant(String(row[place]), true).endsWith(" 00:00:00")),
  );
  const decimals = useMemo(
    () =>
      answer.columns.map(({ type }, place) =>
        figures.includes(type) ? decimalsOf(answer.rows.map((row) => row[place] ?? null)) : null,
      ),
    [answer],
  );
  const cell = (value: SqlCell, place: number) => {
    if (value === null) return null;
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const type = answer.columns[place]?.type;
    if (type === "instant") return midnight[place] ? format.day(String(value)) : format.instant(String(value), true);
    return even(value, decimals[place] ?? null);
  };
  if (answer.rows.length === 0) return <Empty small title={t("nothing")} text={t("nothingText")} />;
  const picture = chart.kind === "none" ? null : drawn(answer, chart);
  const choose = (key: "along" | "value", current: string, of: string[]) => (
    <Select
      value={current}
      aria-label={t(key)}
      prefix={<span className={styles.label}>{t(key)}</span>}
      options={of.map((name) => ({ value: name, label: name }))}
      onChange={(name: string) => onChart({ ...chart, [key]: name })}
      popupMatchSelectWidth={false}
    />
  );
  return (
    <div className={styles.answer}>
      <div className={styles.answerHead}>
        <span>{t("rows", { count: answer.rows.length, at: format.instant(answer.at) })}</span>
        <span className={styles.choices}>
          {picture ? (
            <>
              {choose(
                "along",
                picture.along,
                answer.columns.map(({ name }) => name),
              )}
              {choose(
                "value",
                picture.value,
                answer.columns.filter(({ type }) => figures.includes(type)).map(({ name }) => name),
              )}
            </>
          ) : null}
          <Segmented
            aria-label={t("draw")}
            value={chart.kind}
            onChange={(kind) => onChart({ ...chart, kind: kind as SqlChart["kind"] })}
            options={[
              { value: "none", label: t("asTable") },
              { value: "bar", label: t("asBar") },
              { value: "line", label: t("asLine") },
            ]}
          />
        </span>
      </div>
      {answer.more ? <Alert type="info" showIcon title={t("more", { rows: answer.rows.length })} /> : null}
      {picture ? (
        <Picture answer={answer} along={picture.along} value={picture.value} kind={chart.kind} show={cell} />
      ) : (
        <Table
          size="small"
          rowKey={(row) => answer.rows.indexOf(row)}
          dataSource={answer.rows}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: "max-content" }}
          columns={answer.columns.map(({ name, type }, place) => ({
            key: `${place}`,
            title: name,
            align: figures.includes(type) ? ("right" as const) : undefined,
            className: figures.includes(type) ? styles.figures : undefined,
            render: (_: unknown, row: SqlCell[]) =>
              cell(row[place] ?? null, place) ?? <span className={styles.label}>{t("unknown")}</span>,
          }))}
        />
      )}
    </div>
  );
}

function Picture({
  answer,
  along,
  value,
  kind,
  show,
}: {
  answer: SqlAnswer;
  along: string;
  value: string;
  kind: SqlChart["kind"];
  show: (cell: SqlCell, place: number) => string | null;
}) {
  const { t } = useTranslation("sql");
  const format = useFormat();
  const { ink } = useAppearance();
  const place = (name: string) => answer.columns.findIndex((column) => column.name === name);
  const names = answer.rows.map((row) => show(row[place(along)] ?? null, place(along)) ?? t("unknown"));
  const values = answer.rows.map((row) => Number(row[place(value)] ?? 0));
  const option: ChartOption = {
    grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
    xAxis: nameAxis(names, ink),
    yAxis: valueAxis((figure) => format.count(figure), ink),
    tooltip: {
      ...tooltip(ink),
      trigger: "axis",
      formatter: (given: unknown) => {
        const at = (given as { dataIndex: number }[])[0]?.dataIndex ?? 0;
        return tip(names[at] ?? "", [{ label: value, value: String(answer.rows[at]?.[place(value)] ?? "") }], ink);
      },
    },
    series: [
      { type: kind === "line" ? "line" : "bar", data: values, barMaxWidth: 40, itemStyle: { color: ink.accent } },
    ],
  };
  return (
    <Chart
      name={`${value} / ${along}`}
      option={option}
      height={320}
      table={{ columns: [along, value], rows: names.map((name, at) => [name, values[at] ?? 0]) }}
    />
  );
}
