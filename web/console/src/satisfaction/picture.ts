// A measure over time as a picture: the score as a line, its interval as a band, the control limits as steps, and what is
// more than chance as marked points. Pure.
import type { SatisfactionPoint, SatisfactionSeries } from "../api";
import { type ChartOption, tip, tooltip } from "../kit";
import type { Ink } from "../theme/tokens";

export interface Says {
  when: (point: SatisfactionPoint) => string;
  score: (value: number | null) => string;
  /** From, to, and the step between lines. */
  axis: [number, number, number];
  scoreName: string;
  interval: string;
  limits: string;
  answers: (point: SatisfactionPoint) => string;
  answersName: string;
  between: (low: number | null, high: number | null) => string;
  signal: (rules: number[]) => string;
}

/** From where to where the points and their limits reach, in steps that make a handful of lines. */
export function zoomed(points: SatisfactionPoint[], [least, most, step]: Says["axis"]): Says["axis"] {
  const told = points
    .flatMap((one) => [one.score, one.low, one.high, one.control?.low, one.control?.high])
    .filter((one): one is number => typeof one === "number");
  if (told.length === 0) return [least, most, step];
  const [low, high] = [Math.min(...told), Math.max(...told)];
  const fine = [step / 10, step / 5, step / 2].find((one) => high - low <= 4 * one) ?? step;
  return [Math.max(least, fine * Math.floor(low / fine)), Math.min(most, fine * Math.ceil(high / fine)), fine];
}

export function picture({ points }: SatisfactionSeries, says: Says, ink: Ink): ChartOption {
  const values = (of: (point: SatisfactionPoint) => number | null | undefined) => points.map((one) => of(one) ?? null);
  const dashed = (name: string, of: (point: SatisfactionPoint) => number | null | undefined) => ({
    name,
    type: "line" as const,
    step: "middle" as const,
    data: values(of),
    showSymbol: false,
    silent: true,
    lineStyle: { color: ink.quiet, width: 1, type: "dashed" as const },
    itemStyle: { color: ink.quiet },
  });
  const band = (data: (number | null)[], opacity: number) => ({
    type: "line" as const,
    stack: "band",
    stackStrategy: "all" as const,
    data,
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    areaStyle: { color: ink.accent, opacity },
  });
  const [least, most, interval] = zoomed(points, says.axis);
  return {
    grid: { left: 8, right: 20, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltip(ink),
      trigger: "axis",
      formatter: (given: unknown) => {
        const point = points[(given as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        if (!point) return "";
        const { control } = point;
        return tip(
          says.when(point),
          [
            { label: says.scoreName, value: says.score(point.score), color: ink.accent },
            { label: says.interval, value: says.between(point.low, point.high) },
            { label: says.answersName, value: says.answers(point) },
            ...(control
              ? [{ label: says.limits, value: says.between(control.low, control.high), color: ink.quiet, thin: true }]
              : []),
            ...(control && control.signals.length > 0
              ? [{ label: says.signal(control.signals), value: "", color: ink.bad }]
              : []),
          ],
          ink,
        );
      },
    },
    xAxis: {
      type: "category",
      data: points.map(says.when),
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: least,
      max: most,
      interval,
      axisLabel: { color: ink.faint, fontSize: 12, formatter: (value: number) => says.score(value) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      band(
        values((one) => one.low),
        0,
      ),
      band(
        values((one) => (one.low === null || one.high === null ? null : one.high - one.low)),
        0.12,
      ),
      dashed(says.limits, (one) => one.control?.low),
      dashed(says.limits, (one) => one.control?.high),
      {
        name: says.scoreName,
        type: "line",
        data: points.map((one) => ({
          value: one.score,
          symbolSize: one.control?.signals.length ? 10 : 6,
          itemStyle: { color: one.control?.signals.length ? ink.bad : ink.accent },
        })),
        connectNulls: true,
        symbol: "circle",
        lineStyle: { color: ink.accent, width: 2.5 },
      },
    ],
  };
}
