// A TGI with its direction, and whether it is more than chance: by arrow and weight, not by colour alone.
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Insight.module.css";

interface Props {
  tgi: number | null;
  significant: boolean;
  /** Too few people are behind it. */
  few?: boolean;
}

export function Tgi({ tgi, significant, few = false }: Props) {
  const { t } = useTranslation("insight");
  if (tgi === null) return <span className={styles.quiet}>–</span>;
  const shown = Math.round(tgi);
  if (few)
    return (
      <Tooltip title={t("fewText", { tgi: shown })}>
        <span className={styles.few}>
          {shown} {t("few")}
        </span>
      </Tooltip>
    );
  const sign = shown > 102 ? "↑" : shown < 98 ? "↓" : "";
  return (
    <Tooltip title={t(significant ? "sure" : "unsure")}>
      <span className={styles.tgi} data-sure={significant || undefined} data-more={tgi > 100 || undefined}>
        {sign}
        {shown}
        {significant ? <span aria-hidden>*</span> : null}
        <span className="unseen">{t(significant ? "sure" : "unsure")}</span>
      </span>
    </Tooltip>
  );
}
