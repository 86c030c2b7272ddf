// How many match, now: the number, its share of everybody, and the instant at which it was true.
import { useTranslation } from "react-i18next";
import type { CountAnswer, PreviewAnswer, Problem } from "../../api";
import { Panel, useFormat } from "../../kit";
import { Building } from "../Building";
import { permille } from "../permille";
import styles from "./Builder.module.css";
import { Followers } from "./Followers";

interface Props {
  answer: CountAnswer | undefined;
  error: Problem | null;
  busy: boolean;
  everyone: boolean;
  /** How many conditions name what is gone. */
  gone: number;
  /** What saving would move, for a segment that exists. */
  preview?: PreviewAnswer;
}

export function CountCard({ answer, error, busy, everyone, gone, preview }: Props) {
  const { t } = useTranslation("builder");
  const f = useFormat();
  const share = answer ? permille(answer.customers, answer.base) : 0;
  return (
    <Panel>
      <div className={styles.countTitle}>{everyone ? t("count.everyone") : t("count.title")}</div>
      <div className={styles.big} data-busy={busy || undefined}>
        {answer ? f.count(answer.customers) : "–"}
        <span className={styles.bigUnit}>{t("count.unit")}</span>
      </div>
      <span className="unseen" aria-live="polite">
        {answer && !busy ? t("count.aria", { value: f.count(answer.customers) }) : ""}
      </span>
      <div className={styles.bar} aria-hidden>
        <span className={styles.barFill} style={{ width: `${share / 10}%` }} />
      </div>
      <div className={styles.countFoot}>
        <span>{answer ? t("count.share", { share: f.rate(share) }) : ""}</span>
        <span>{answer ? t("count.at", { time: f.instant(answer.at, true).slice(11) }) : ""}</span>
      </div>
      {error?.status === 503 ? <Building /> : null}
      {error && error.status !== 503 ? (
        <p className={styles.problem} role="alert">
          {t("count.error")}
          <br />
          {gone > 0 ? t("gone.where", { count: gone }) : error.detail}
        </p>
      ) : null}
      {preview ? (
        <>
          <p className={styles.moving}>
            {t("count.change", { enter: f.count(preview.enter), leave: f.count(preview.leave) })}
          </p>
          <Followers preview={preview} />
        </>
      ) : null}
    </Panel>
  );
}
