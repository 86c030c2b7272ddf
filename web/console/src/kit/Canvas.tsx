// The drawing surface of a chart: starts ECharts, follows the size of its place, takes new options, saves itself.
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useAppearance } from "../theme/appearance";
import { type ChartOption, init } from "./echarts";
import { still } from "./still";

export type Save = (kind: "png" | "svg", name: string) => void;

interface Props {
  option: ChartOption;
  height: number;
  save: RefObject<Save | null>;
  onClick?: (event: { name: string; dataIndex: number; seriesName?: string; data: unknown }) => void;
}

export default function Canvas({ option, height, save, onClick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(null);
  const { ink } = useAppearance();
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = init(element, null, { renderer: "canvas" });
    chart.current = made;
    made.on("click", (event) => click.current?.(event as never));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.current?.setOption(
      { animation: !still, animationDuration: 400, textStyle: { fontFamily: ink.font }, ...option },
      { notMerge: true },
    );
  }, [option, ink]);

  useImperativeHandle(
    save,
    () => (kind, name) => {
      const element = place.current;
      if (element) void still(kind, name, option, [element.clientWidth, element.clientHeight], ink.surface);
    },
    [option, ink],
  );

  return <div ref={place} style={{ height, width: "100%" }} aria-hidden />;
}
