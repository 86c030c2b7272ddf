// Opens those of the crowd who stand behind a bar in the builder, where the bar has a rule.
import { useNavigate } from "react-router";
import type { InsightBar } from "../api";

export function useBehind(crowd: string): (bar: InsightBar | undefined) => void {
  const go = useNavigate();
  return (bar) => {
    if (bar?.rule) void go(`/segments/new?${new URLSearchParams({ text: `(${crowd}) and ${bar.rule}` })}`);
  };
}
