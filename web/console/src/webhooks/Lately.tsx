// How the last deliveries of a webhook went: what arrived when, or how many in a row did not.
import { WarningOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type Delivery, type Page, useGet } from "../api";
import { Instant } from "../kit";
import { failing } from "./failing";
import styles from "./Webhooks.module.css";

/** So many are looked at; a longer row of failures is "so many and more". */
const LOOK = 20;

export function Lately({ id }: { id: string }) {
  const { t } = useTranslation("webhooks");
  const log = useGet<Page<Delivery>>(`/webhooks/${id}/deliveries`, { limit: LOOK }, { every: 30_000 });
  const items = log.data?.items;
  if (!items) return null;
  const [last] = items;
  if (!last) return <span className={styles.lately}>{t("lately.none")}</span>;
  const count = failing(items);
  if (count === 0)
    return (
      <span className={styles.lately}>
        {t("lately.delivered")} <Instant at={last.at} ago />
      </span>
    );
  return (
    <span className={styles.failing}>
      <WarningOutlined aria-hidden /> {t(count < LOOK ? "lately.failing" : "lately.failingMany", { count })} ·{" "}
      {last.code ? `HTTP ${last.code}` : t("delivery.none")} · <Instant at={last.at} ago />
    </span>
  );
}
