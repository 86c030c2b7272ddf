// A segment's size over time, and who came and left each day.
import { LineChartOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Segment, type SizePoint, useGet } from "../api";
import { Chart, type ChartOption, dayAxis, Empty, ErrorState, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { byDay } from "./days";

const RANGES = [30, 90, 365] as const;
const dayMs = 86_400_000;

export function Growth({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const { ink } = useAppearance();
  const [days, setDays] = useState<number>(30);
  // To the hour, so that the question stays the same while the page stands.
  const from = useMemo(() => {
    const hour = 3_600_000;
    return new Date(Math.floor(Date.now() / hour) * hour - days * dayMs).toISOString().replace(/\.\d+Z$/, "Z");
  }, [days]);
  const sizes = useGet<{ points: SizePoint[] }>(`/segments/${segment.id}/sizes`, { from }, { keep: true });
  const points = useMemo(
    () => sizes.data && byDay(sizes.data.points, f.day, f.day(new Date().toISOString())),
    [sizes.data, f],
  );
  const first = sizes.data?.points[0]?.at ?? segment.created_at;
  // A lone point says nothing; since when there are points does.
  const young = points !== undefined && points.length < 2;
  const moves = segment.kind === "live";
  const option = useMemo<ChartOption | undefined>(() => {
    if (!points) return undefined;
    const names = points.map((point) => point.day);
    return {
      grid: [
        { left: 56, right: 16, top: 12, height: moves ? 150 : 210 },
        { left: 56, right: 16, top: 196, height: 56 },
      ].slice(0, moves ? 2 : 1),
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const index = (given as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const point = points[index];
          if (!point) return "";
          return tip(
            names[index] ?? "",
            [
              { label: t("column.size"), value: f.count(point.size), color: ink.accent },
              ...(moves
                ? [
                    { label: t("page.entered"), value: f.count(point.entered), color: ink.soft },
                    { label: t("page.left"), value: f.count(point.left), color: ink.quiet },
                  ]
                : []),
            ],
            ink,
          );
        },
      },
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      xAxis: [
        { ...dayAxis(names, f.shortDay, ink), axisLabel: { show: !moves, color: ink.faint, formatter: f.shortDay } },
        ...(moves ? [{ ...dayAxis(names, f.shortDay, ink), gridIndex: 1, boundaryGap: true }] : []),
      ],
      yAxis: [
        { ...valueAxis((v) => f.shortCount(v), ink), scale: false },
        ...(moves ? [{ type: "value" as const, gridIndex: 1, show: false }] : []),
      ],
      series: [
        {
          type: "line",
          data: points.map((point) => point.size),
          showSymbol: points.length < 3,
          lineStyle: { color: ink.accent, width: 2 },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.08 },
        },
        ...(moves
          ? [
              {
                type: "bar" as const,
                stack: "move",
                xAxisIndex: 1,
                yAxisIndex: 1,
                data: points.map((point) => point.entered),
                itemStyle: { color: ink.soft },
                barMaxWidth: 10,
              },
              {
                type: "bar" as const,
                stack: "move",
                xAxisIndex: 1,
                yAxisIndex: 1,
                data: points.map((point) => -point.left),
                itemStyle: { color: ink.quiet },
                barMaxWidth: 10,
              },
            ]
          : []),
      ],
    };
  }, [points, f, ink, t, moves]);
  return (
    <Panel
      title={t("page.growth")}
      hint={moves ? t("page.growthHint") : undefined}
      extra={
        <Segmented
          size="small"
          aria-label={t("page.range")}
          value={days}
          options={RANGES.map((n) => ({ value: n, label: t("page.days", { n }) }))}
          onChange={(n) => setDays(Number(n))}
        />
      }
    >
      {sizes.error && !points ? (
        <ErrorState error={sizes.error} onRetry={() => void sizes.refetch()} small />
      ) : young ? (
        <Empty icon={<LineChartOutlined />} title={t("page.since", { time: f.instant(first) })} />
      ) : (
        <Chart
          name={`${segment.name} ${t("page.growth")}`}
          option={option}
          height={280}
          table={
            points && {
              columns: [t("page.when"), t("column.size"), t("page.entered"), t("page.left")],
              rows: points.map((p) => [p.day, f.count(p.size), f.count(p.entered), f.count(p.left)]),
            }
          }
        />
      )}
    </Panel>
  );
}
