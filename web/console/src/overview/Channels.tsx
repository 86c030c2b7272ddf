// Sales by shop, largest first: names and amounts are written, the bar only compares.
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Overview } from "../api";
import { Empty, Panel, useFormat } from "../kit";
import styles from "./Key.module.css";

export function Channels({ data }: { data: Overview | undefined }) {
  const { t } = useTranslation(["overview", "common", "kit"]);
  const f = useFormat();
  const rows = data ? [...data.channels].sort((a, b) => b.sales - a.sales) : undefined;
  const most = Math.max(1, ...(rows ?? []).map((row) => row.sales));
  return (
    <Panel title={t("overview:channels")} hint={t("overview:channelsHint")}>
      {!rows ? (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      ) : rows.length === 0 ? (
        <Empty small title={t("kit:chartEmpty")} />
      ) : (
        <ul className={styles.bars}>
          {rows.map((row) => (
            <li key={row.shop_id}>
              <div className={styles.row}>
                <span className={styles.shop}>
                  {row.shop} <span className={styles.channel}>{t(`common:channel.${row.channel}`)}</span>
                </span>
                <strong>{f.shortAmount(row.sales, data?.currency)}</strong>
              </div>
              <progress className={styles.bar} max={most} value={row.sales} aria-label={row.shop} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
