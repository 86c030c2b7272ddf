// A picture as a file.
import { type ChartOption, init } from "./echarts";

function download(url: string, file: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Draws once more off the page: SVG for print, PNG at twice the size for chats. */
export async function still(
  kind: "png" | "svg",
  name: string,
  option: ChartOption,
  size: [number, number],
  paper: string,
): Promise<void> {
  const fixed = { ...option, animation: false, backgroundColor: paper };
  if (kind === "svg") {
    const chart = init(null, null, { renderer: "svg", ssr: true, width: size[0], height: size[1] });
    chart.setOption(fixed);
    download(URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" })), `${name}.svg`);
    chart.dispose();
    return;
  }
  const place = document.createElement("div");
  const chart = init(place, null, { renderer: "canvas", width: size[0], height: size[1], devicePixelRatio: 2 });
  chart.setOption(fixed);
  const canvas = chart.renderToCanvas({ backgroundColor: paper, pixelRatio: 2 });
  canvas.toBlob((blob) => {
    if (blob) download(URL.createObjectURL(blob), `${name}.png`);
    chart.dispose();
  });
}
