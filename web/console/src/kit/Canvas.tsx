// The drawing surface of a chart: starts ECharts, follows the size of its place, takes new options, saves pictures.
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useAppearance } from "../theme/appearance";
import { type ChartOption, init } from "./echarts";

export type Save = (kind: "png" | "svg", name: string) => void;

interface Props {
  option: ChartOption;
  height: number;
  save: RefObject<Save | null>;
  onClick?: (event: { name: string; dataIndex: number; seriesName?: string; data: unknown }) => void;
}

function download(url: string, file: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Draws once more off the page: SVG for print, PNG at twice the size for chats. */
async function saveAs(kind: "png" | "svg", name: string, option: ChartOption, size: [number, number], paper: string) {
  const still = { ...option, animation: false, backgroundColor: paper };
  if (kind === "svg") {
    const chart = init(null, null, { renderer: "svg", ssr: true, width: size[0], height: size[1] });
    chart.setOption(still);
    download(URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" })), `${name}.svg`);
    chart.dispose();
    return;
  }
  const place = document.createElement("div");
  const chart = init(place, null, { renderer: "canvas", width: size[0], height: size[1], devicePixelRatio: 2 });
  chart.setOption(still);
  const canvas = chart.renderToCanvas({ backgroundColor: paper, pixelRatio: 2 });
  canvas.toBlob((blob) => {
    if (blob) download(URL.createObjectURL(blob), `${name}.png`);
    chart.dispose();
  });
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
      if (element) void saveAs(kind, name, option, [element.clientWidth, element.clientHeight], ink.surface);
    },
    [option, ink],
  );

  return <div ref={place} style={{ height, width: "100%" }} aria-hidden />;
}
