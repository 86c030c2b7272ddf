// The whole insight as one picture for a chat or a slide, drawn on a canvas of its own: words first, then the bars.
import type { TFunction } from "i18next";
import type { Insight, InsightDimension, Label } from "../api";
import type { useFormat } from "../kit";
import { few } from "./few";

interface With {
  title: string;
  sentence: string;
  label: (label: Label) => string;
  f: ReturnType<typeof useFormat>;
  t: TFunction<["insight", "app"]>;
}

const WIDTH = 1080;
const PAD = 48;
const GAP = 40;
const COLUMN = (WIDTH - 2 * PAD - GAP) / 2;
const ROW = 30;
const ink = { text: "#24221E", quiet: "#6E695F", line: "#ECEAE5", accent: "#2F7D6B", soft: "#A9D0C3", mark: "#24221E" };
const font = (size: number, weight = 400) =>
  `${weight} ${size}px -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif`;

/** Text that does not fit ends in an ellipsis. */
function shorten(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let kept = text;
  while (kept && pen.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  width: number,
  style: string,
  color: string,
) {
  pen.font = style;
  pen.fillStyle = color;
  pen.fillText(shorten(pen, text, width), x, y);
}

function bars(
  pen: CanvasRenderingContext2D,
  { bars: shown, known }: InsightDimension,
  x: number,
  y: number,
  { label, f, t }: With,
) {
  const most = Math.max(1, ...shown.flatMap((bar) => [bar.share, bar.base_share]));
  const [from, width] = [x + 132, COLUMN - 132 - 128];
  shown.forEach((bar, index) => {
    const top = y + index * ROW;
    write(pen, label(bar.label), x, top + 19, 124, font(14), ink.text);
    pen.fillStyle = bar.significant && !few(bar, known) ? ink.accent : ink.soft;
    pen.fillRect(from, top + 7, (width * bar.share) / most, 14);
    pen.fillStyle = ink.mark;
    pen.fillRect(from + (width * bar.base_share) / most - 1, top + 4, 2, 20);
    write(pen, f.rate(bar.share), from + width + 10, top + 19, 58, font(14), ink.text);
    const tgi =
      bar.tgi === null ? "–" : `${Math.round(bar.tgi)}${few(bar, known) ? ` ${t("few")}` : bar.significant ? "*" : ""}`;
    write(pen, tgi, from + width + 74, top + 19, 54, font(14, bar.significant ? 600 : 400), ink.quiet);
  });
}

/** Draws and saves as PNG. */
export async function picture(insight: Insight, given: With): Promise<void> {
  const { title, sentence, label, f, t } = given;
  const shown = insight.dimensions
    .filter((one) => one.bars.length > 0 && one.kind !== "time" && one.kind !== "week_hours")
    .map((one) => ({ ...one, bars: [...one.bars].slice(0, 8) }));
  const strongest = insight.strongest.slice(0, 6);
  // Dimensions go into the shorter of two columns, so the height is known before anything is drawn.
  const top = 150 + strongest.length * 32 + 40;
  const heights = [top, top];
  const places = shown.map((one) => {
    const side = (heights[0] ?? 0) <= (heights[1] ?? 0) ? 0 : 1;
    const y = heights[side] ?? 0;
    heights[side] = y + 44 + one.bars.length * ROW + 28;
    return { one, x: PAD + side * (COLUMN + GAP), y };
  });
  const height = Math.max(...heights) + 40;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * 2;
  canvas.height = height * 2;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(2, 2);
  pen.fillStyle = "#FFFFFF";
  pen.fillRect(0, 0, WIDTH, height);
  write(pen, title, PAD, 68, WIDTH - 2 * PAD, font(28, 600), ink.text);
  write(pen, sentence, PAD, 104, WIDTH - 2 * PAD, font(16), ink.quiet);
  strongest.forEach((one, index) => {
    const text = t(one.tgi >= 100 ? "more" : "less", {
      what: label(one.label),
      share: f.rate(one.share),
      baseShare: f.rate(one.base_share),
      base: t("baseShare"),
    });
    write(pen, `${one.tgi >= 100 ? "↑" : "↓"}  ${text}`, PAD, 152 + index * 32, WIDTH - 2 * PAD, font(17), ink.text);
  });
  for (const { one, x, y } of places) {
    pen.fillStyle = ink.line;
    pen.fillRect(x, y, COLUMN, 1);
    write(pen, label(one.label), x, y + 30, COLUMN, font(16, 600), ink.text);
    bars(pen, one, x, y + 44, given);
  }
  write(
    pen,
    `${t("tgiHelp")}  ${t("asOf", { time: f.instant(insight.at) })}`,
    PAD,
    height - 28,
    WIDTH - 2 * PAD,
    font(13),
    ink.quiet,
  );
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${title}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
