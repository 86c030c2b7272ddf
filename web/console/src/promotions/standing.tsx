// How a promotion stands: its state as a word, and how much of its budget, uses or stock is gone.
import { Progress, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { PromotionRow, PromotionState } from "../api";
import { useFormat } from "../kit";
import { lastDay } from "./month";
import styles from "./Promotions.module.css";

export const STATES: PromotionState[] = ["draft", "scheduled", "running", "paused", "ended"];
const COLOR: Record<PromotionState, string | undefined> = {
  draft: undefined,
  scheduled: "processing",
  running: "success",
  paused: "warning",
  ended: undefined,
};

export function StateTag({ row }: { row: PromotionRow }) {
  const { t } = useTranslation("promotions");
  return (
    <span className={styles.states}>
      <Tag variant="filled" color={COLOR[row.state]}>
        {t(`states.${row.state}`)}
      </Tag>
      {row.has_draft && row.version > 0 ? <span className={styles.quiet}>{t("hasDraft")}</span> : null}
    </span>
  );
}

/** From which day to which it runs, by the shop's calendar. */
export function useDays({ starts_at, ends_at }: Pick<PromotionRow, "starts_at" | "ends_at">): string {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const from = starts_at && f.day(starts_at);
  const until = ends_at && lastDay(ends_at, f.day);
  if (from && until) return from === until ? from : `${from} – ${until}`;
  if (from) return t("sinceDay", { day: from });
  return until ? t("untilDay", { day: until }) : t("always");
}

export function Days({ row }: { row: PromotionRow }) {
  return useDays(row);
}

/** The limit that is nearest to its end. */
export function UseBar({ row }: { row: PromotionRow }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const { use } = row;
  const limits = [
    use.budget
      ? { share: use.spent / use.budget, text: `${f.shortAmount(use.spent)} / ${f.shortAmount(use.budget)}` }
      : null,
    use.uses ? { share: use.orders / use.uses, text: `${f.count(use.orders)} / ${f.count(use.uses)}` } : null,
    use.stock
      ? {
          share: use.pieces / use.stock,
          text: t("piecesOf", { pieces: f.count(use.pieces), stock: f.count(use.stock) }),
        }
      : null,
  ].filter((limit) => limit !== null);
  const [first] = limits.sort((a, b) => b.share - a.share);
  if (!first) return <span className={styles.quiet}>{t("noLimit")}</span>;
  return (
    <span className={styles.use}>
      <Progress
        percent={Math.min(100, Math.round(100 * first.share))}
        size="small"
        showInfo={false}
        aria-label={first.text}
        status={first.share >= 1 ? "exception" : "normal"}
      />
      <span className={styles.quiet}>{first.text}</span>
    </span>
  );
}
