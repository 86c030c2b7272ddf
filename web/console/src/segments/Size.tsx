// A segment's size with its instant; never a number without it. And how it moved today.
import { ArrowDownOutlined, ArrowUpOutlined, LoadingOutlined, WarningOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api";
import { useFormat } from "../kit";
import styles from "./Segments.module.css";

export function Size({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  if (segment.state === "broken")
    return (
      <Tooltip title={segment.problem ?? t("stateText.broken")}>
        <span className={styles.broken}>
          <WarningOutlined aria-hidden /> {t("state.broken")}
        </span>
      </Tooltip>
    );
  if (segment.size === null)
    return (
      <Tooltip title={t("stateText.building")}>
        <span className={styles.quiet}>
          <LoadingOutlined aria-hidden /> {t("state.building")}
        </span>
      </Tooltip>
    );
  return (
    <span className={styles.size}>
      <strong>{f.count(segment.size)}</strong>
      <span className={styles.at}>{t("asOf", { time: f.ago(segment.size_at) })}</span>
    </span>
  );
}

export function Moved({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  if (segment.kind === "list") return <span className={styles.quiet}>–</span>;
  if (segment.entered_today === 0 && segment.left_today === 0)
    return <span className={styles.quiet}>{t("unchanged")}</span>;
  return (
    <span className={styles.moved}>
      <span>
        <ArrowUpOutlined aria-hidden /> {t("entered", { value: f.count(segment.entered_today) })}
      </span>
      <span>
        <ArrowDownOutlined aria-hidden /> {t("left", { value: f.count(segment.left_today) })}
      </span>
    </span>
  );
}
