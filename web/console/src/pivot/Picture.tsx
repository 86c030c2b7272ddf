// The answer as a picture of its first value: bars, lines along time, or heat across two dimensions.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PivotAnswer, PivotCell, PivotHeader } from "../api";
import { Chart, type ChartOption, Empty, nameAxis, tip, tooltip, useLabel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import type { Ink } from "../theme/tokens";
import styles from "./Pivot.module.css";
import type { Say } from "./say";
import { type Line, spread } from "./table";

export type Kind = "none" | "bar" | "line" | "heat";
const BARS = 40;
const SERIES = 6;

/** What draws a question best when nobody has chosen. */
export function suited(answer: PivotAnswer): Kind {
  const first = answer.rows[0] ?? answer.columns[0];
  if (!first || answer.rows.length + answer.columns.length > 2) return "none";
  const kinds = [...answer.rows, ...answer.columns].map(({ kind }) => kind);
  if (kinds.includes("period")) return "line";
  return kinds.length > 1 && kinds.some((kind) => kind !== "choice") ? "heat" : "bar";
}

export function Picture({ answer, kind, say }: { answer: PivotAnswer; kind: Kind; say: Say }) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const { ink } = useAppearance();
  const measure = answer.measures[0];
  const drawn = useMemo(() => {
    const { along, across, at } = spread(answer, kind);
    const name = (axes: PivotHeader[], line: Line) =>
      line.places.map((place, axis) => label(axes[axis]?.members[place]?.label) || t("unknown")).join(" · ");
    return {
      rows: along.lines,
      columns: across.lines,
      at,
      names: along.lines.map((line) => name(along.axes, line)),
      ends: across.lines.map((line) => name(across.axes, line)),
    };
  }, [answer, kind, label, t]);
  const option = useMemo<ChartOption | null>(() => {
    const given = { ...drawn, say, measure, ink };
    return kind === "heat" ? heat(given) : lines(given, kind === "line" ? "line" : "bar", Boolean(answer.compared), t);
  }, [drawn, kind, say, measure, ink, answer.compared, t]);
  if (kind === "heat" && answer.rows.length + answer.columns.length < 2) return <Empty small title={t("heatNeeds")} />;
  const axes = [...answer.rows, ...answer.columns].map((axis) => label(axis.label)).join(" × ");
  const height =
    kind === "heat" ? Math.min(560, 60 + 30 * Math.min(drawn.rows.length, BARS)) : kind === "bar" ? 320 : 300;
  return (
    <>
      <Chart
        name={t("pictureOf", { measure: label(measure?.label), axes })}
        option={option ?? undefined}
        height={height}
        table={{
          columns: [axes, ...(drawn.ends.some(Boolean) ? drawn.ends : [label(measure?.label)])],
          rows: drawn.rows
            .slice(0, BARS)
            .map((row, at) => [
              drawn.names[at] ?? "",
              ...drawn.columns.map((column) => say(measure, drawn.at(row, column)?.values[0])),
            ]),
        }}
      />
      {drawn.rows.length > BARS ? <p className={styles.hint}>{t("bars", { n: BARS })}</p> : null}
      {kind !== "heat" && drawn.columns.length > SERIES ? (
        <p className={styles.hint}>{t("series", { n: SERIES })}</p>
      ) : null}
    </>
  );
}

interface Drawn {
  rows: Line[];
  columns: Line[];
  names: string[];
  ends: string[];
  at: (row: Line, column: Line) => PivotCell | undefined;
  say: Say;
  measure: PivotAnswer["measures"][number] | undefined;
  ink: Ink;
}

const number = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));

/** The steps of one accent, so that columns that belong together look so; their names stand at their ends. */
function tints(ink: Ink, count: number): string[] {
  if (count <= 1) return [ink.accent];
  const steps = [ink.accent, ink.quiet, ink.soft, ink.text, ink.faint, ink.line];
  return Array.from({ length: count }, (_, at) => steps[at % steps.length] ?? ink.accent);
}

function lines(
  { rows, columns, names, ends, at, say, measure, ink }: Drawn,
  kind: "bar" | "line",
  compared: boolean,
  t: (key: "before", values: { measure: string }) => string,
): ChartOption {
  const shown = rows.slice(0, BARS);
  const drawn = columns.slice(0, SERIES);
  const colours = tints(ink, drawn.length);
  const values = (column: Line, of: "values" | "before") => shown.map((row) => number(at(row, column)?.[of]?.[0]));
  const several = drawn.length > 1;
  return {
    grid: { left: 8, right: several && kind === "line" ? 96 : 16, top: 20, bottom: 8, containLabel: true },
    xAxis: {
      ...nameAxis(names.slice(0, BARS), ink),
      axisLabel: { color: ink.text, fontSize: 12, hideOverlap: true, width: 96, overflow: "truncate" },
    },
    yAxis: valueAxis((value) => say.short(measure, value), ink),
    tooltip: {
      ...tooltip(ink),
      trigger: "axis",
      formatter: (given: unknown) => {
        const place = (given as { dataIndex: number }[])[0]?.dataIndex ?? 0;
        const row = shown[place];
        if (!row) return "";
        return tip(
          names[place] ?? "",
          drawn.flatMap((column, index) => {
            const cell = at(row, column);
            const label = ends[index] ?? "";
            return [
              { label, value: say(measure, cell?.values[0]), color: colours[index] },
              ...(compared && !several
                ? [
                    {
                      label: t("before", { measure: "" }),
                      value: say(measure, cell?.before?.[0]),
                      color: ink.text,
                      thin: true,
                    },
                  ]
                : []),
            ];
          }),
          ink,
        );
      },
    },
    series: [
      ...drawn.map((column, index) => ({
        type: kind,
        name: ends[index] ?? "",
        data: values(column, "values"),
        barMaxWidth: 36,
        showSymbol: shown.length < 3,
        lineStyle: { width: 2, color: colours[index] },
        itemStyle: { color: colours[index], ...(kind === "bar" ? { borderRadius: [3, 3, 0, 0] } : {}) },
        ...(several && kind === "line"
          ? { endLabel: { show: true, formatter: ends[index] ?? "", color: ink.text, fontSize: 12 } }
          : {}),
      })),
      ...(compared && !several && drawn[0]
        ? [
            {
              type: "line" as const,
              name: "before",
              data: values(drawn[0], "before"),
              showSymbol: shown.length < 3,
              lineStyle: { width: 1.5, color: ink.text, type: "dashed" as const },
              itemStyle: { color: ink.text },
            },
          ]
        : []),
    ] as ChartOption["series"],
  };
}

function heat({ rows, columns, names, ends, at, say, measure, ink }: Drawn): ChartOption {
  const shown = rows.slice(0, BARS);
  const points = shown.flatMap((row, y) =>
    columns.map((column, x) => [x, y, number(at(row, column)?.values[0])] as [number, number, number | null]),
  );
  const most = Math.max(1, ...points.map(([, , value]) => value ?? 0));
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      ...tooltip(ink),
      formatter: (given: unknown) => {
        const [x, y] = (given as { data: [number, number] }).data;
        const [row, column] = [shown[y], columns[x]];
        if (!row || !column) return "";
        return tip(`${names[y]} · ${ends[x]}`, [{ label: "", value: say(measure, at(row, column)?.values[0]) }], ink);
      },
    },
    xAxis: {
      ...nameAxis(ends, ink),
      axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
    },
    yAxis: { ...nameAxis(names.slice(0, BARS), ink), inverse: true },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ink.ramp } },
    series: [
      {
        type: "heatmap",
        data: points.filter(([, , value]) => value !== null) as [number, number, number][],
        itemStyle: { borderColor: ink.surface, borderWidth: 2, borderRadius: 3 },
      },
    ],
  };
}
