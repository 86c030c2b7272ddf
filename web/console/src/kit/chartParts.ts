// The parts that our pictures share: quiet axes, light gridlines, zero-based, tooltips as elements.
import type { Ink } from "../theme/tokens";

export function dayAxis(days: string[], label: (day: string) => string, ink: Ink) {
  return {
    type: "category" as const,
    data: days,
    boundaryGap: false,
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { show: false },
    axisLabel: {
      color: ink.faint,
      fontSize: 12,
      formatter: label,
      hideOverlap: true,
      margin: 12,
      showMaxLabel: true,
      alignMaxLabel: "right" as const,
      alignMinLabel: "left" as const,
    },
  };
}

export function nameAxis(names: string[], ink: Ink) {
  return {
    type: "category" as const,
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: ink.text, fontSize: 13 },
  };
}

export function valueAxis(label: (value: number) => string, ink: Ink) {
  return {
    type: "value" as const,
    min: 0,
    splitNumber: 4,
    axisLabel: { color: ink.faint, fontSize: 12, formatter: label },
    splitLine: { lineStyle: { color: ink.line } },
  };
}

export interface TipRow {
  label: string;
  value: string;
  color?: string;
  thin?: boolean;
}

/** A tooltip's content as elements; styles are set through the object model, which the content policy allows. */
export function tip(title: string, rows: TipRow[], ink: Ink): HTMLElement {
  const box = document.createElement("div");
  box.style.cssText = "min-width:168px;font-size:13px;line-height:22px;font-variant-numeric:tabular-nums";
  const head = box.appendChild(document.createElement("div"));
  head.textContent = title;
  head.style.cssText = `color:${ink.faint};font-size:12px`;
  for (const row of rows) {
    const line = box.appendChild(document.createElement("div"));
    line.style.cssText = "display:flex;align-items:center;gap:8px";
    if (row.color) {
      const mark = line.appendChild(document.createElement("span"));
      mark.style.cssText = `width:8px;height:${row.thin ? 2 : 8}px;border-radius:2px;background:${row.color}`;
    }
    const name = line.appendChild(document.createElement("span"));
    name.textContent = row.label;
    name.style.cssText = `color:${ink.text};opacity:.8`;
    const value = line.appendChild(document.createElement("span"));
    value.textContent = row.value;
    value.style.cssText = `color:${ink.text};font-weight:600;margin-left:auto;padding-left:16px`;
  }
  return box;
}

export function tooltip(ink: Ink) {
  return {
    backgroundColor: ink.surface,
    borderColor: ink.line,
    borderWidth: 1,
    padding: [8, 12],
    extraCssText: "box-shadow:0 6px 24px rgba(0,0,0,.10);border-radius:8px",
    confine: true,
    transitionDuration: 0.1,
  };
}
