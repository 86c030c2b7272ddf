// A comparison's figures in words: money, deals or a share, as was measured.
import type { LiftPage } from "../api";
import { useFormat } from "../kit";

/** Says a figure in the measure's unit. */
export function useMeasure(data: LiftPage): (value: number) => string {
  const f = useFormat();
  return (value) =>
    data.measure === "revenue"
      ? f.amount(Math.round(value), data.currency)
      : data.measure === "bought"
        ? f.rate(value)
        : value.toLocaleString(f.setting.locale, { maximumFractionDigits: 3 });
}
