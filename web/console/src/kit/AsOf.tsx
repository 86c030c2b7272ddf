// The instant at which the figures beside it were true, quietly: the time of today, the day of any other; seconds on hover.
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Instant } from "../api";
import styles from "./AsOf.module.css";
import { useFormat } from "./useFormat";

/** The same as text, where there is no room for an element. */
export function useAsOf(): (at: Instant | null | undefined) => string {
  const { t } = useTranslation("kit");
  const f = useFormat();
  return (at) => {
    if (!at) return "";
    const today = f.day(at) === f.day(new Date().toISOString());
    return t("asOf", { time: today ? f.instant(at).slice(11) : f.instant(at) });
  };
}

export function AsOf({ at }: { at: Instant | null | undefined }) {
  const f = useFormat();
  const say = useAsOf();
  if (!at) return null;
  return (
    <Tooltip title={f.instant(at, true)}>
      <time className={styles.at} dateTime={at}>
        {say(at)}
      </time>
    </Tooltip>
  );
}
