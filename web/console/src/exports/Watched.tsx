// One export while it is looked at: how far it is, then the way to its file.
import { CheckCircleOutlined, DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { address, type SegmentExport } from "../api";
import { useFormat } from "../kit";
import styles from "./Exports.module.css";
import { isOver, useExport } from "./live";

export function fileOf(one: SegmentExport): string {
  return address(`/segments/exports/${one.id}/file`);
}

/** A bar with words, while there is something to wait for. */
export function Along({ one }: { one: SegmentExport }) {
  const { t } = useTranslation("exports");
  const f = useFormat();
  const words =
    one.state === "waiting"
      ? t("state.waiting")
      : one.total > 0
        ? t("progress", { done: f.count(one.done), total: f.count(one.total) })
        : t("counting");
  return (
    <div className={styles.along}>
      <Progress
        percent={one.total > 0 ? Math.floor((100 * one.done) / one.total) : 0}
        size="small"
        status="active"
        aria-label={words}
      />
      <span className={styles.quiet}>{words}</span>
    </div>
  );
}

export function Watched({ given }: { given: SegmentExport }) {
  const { t } = useTranslation("exports");
  const f = useFormat();
  const one = useExport(given);
  return (
    <div className={styles.watched} aria-live="polite">
      {isOver(one) ? null : (
        <>
          <Along one={one} />
          <p className={styles.quiet}>{t("leave")}</p>
        </>
      )}
      {one.state === "finished" ? (
        <>
          <p className={styles.ready}>
            <CheckCircleOutlined aria-hidden />{" "}
            {t("made", { value: f.count(one.total), size: f.bytes(one.bytes ?? 0) })}
          </p>
          <p className={styles.quiet}>{one.until ? t("keep", { time: f.instant(one.until) }) : null}</p>
          <Button type="primary" icon={<DownloadOutlined />} href={fileOf(one)} download>
            {t("download")}
          </Button>
        </>
      ) : null}
      {isOver(one) && one.state !== "finished" ? (
        <Alert type="error" showIcon title={t(`state.${one.state}`)} description={one.problem} />
      ) : null}
      <Link to="/exports">{t("open")}</Link>
    </div>
  );
}
