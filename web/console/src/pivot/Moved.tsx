// How a figure moved against the compared period: an arrow and a size; whether it is good is for the reader to say.
import { useTranslation } from "react-i18next";
import styles from "./Pivot.module.css";
import type { Say } from "./say";

export function Moved({ change, say }: { change: number | null | undefined; say: Say }) {
  const { t } = useTranslation("pivot");
  if (change === null || change === undefined) return <span className={styles.moved}>–</span>;
  const size = say.size(change);
  return (
    <span className={styles.moved}>
      <span aria-hidden>{change > 0 ? `↑ ${size}` : change < 0 ? `↓ ${size}` : "="}</span>
      <span className="unseen">
        {change > 0 ? t("higher", { size }) : change < 0 ? t("lower", { size }) : t("level")}
      </span>
    </span>
  );
}
