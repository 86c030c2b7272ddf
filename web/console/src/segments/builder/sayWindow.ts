// A window in words.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Moment, Window } from "../../api";
import { useFormat } from "../../kit";

export function useSayWindow(): (window: Window) => string {
  const { t } = useTranslation("builder");
  const f = useFormat();
  return useCallback(
    (window) => {
      const moment = (at: Moment) => ("day" in at ? at.day : f.instant(at.instant)) || "…";
      switch (window.window) {
        case "ever":
          return t("window.ever");
        case "last":
        case "next":
        case "over":
          return t(`window.${window.window}`, { span: t(`window.span.${window.unit}`, { count: window.n }) });
        case "ago":
          return t("window.ago", { from: window.from, to: window.to, unit: t(`window.units.${window.unit}`) });
        case "current":
        case "previous":
          if (window.period === "day") return t(`window.${window.window}Day`);
          return t(`window.${window.window}`, { period: t(`window.periods.${window.period}`) });
        case "since":
          return t("window.since", { from: moment(window.from) });
        case "before":
          return t("window.before", { to: moment(window.to) });
        case "between":
          return t("window.between", { from: moment(window.from), to: moment(window.to) });
      }
    },
    [t, f],
  );
}
