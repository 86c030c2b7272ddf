// The first customers of whom a rule is true, with how many there are: what stands at the foot of an opened figure.
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CustomerRow, useAsk } from "../api";
import { useCan } from "../app/session";
import { AsOf, ErrorState, Instant, Money, useFormat } from "../kit";
import styles from "./BehindRule.module.css";
import { Who } from "./Who";

interface Members {
  items: CustomerRow[];
  customers: number;
  at: string;
}

export function BehindRule({ text }: { text: string }) {
  const { t } = useTranslation("customers");
  const f = useFormat();
  const allowed = useCan()("customers.read");
  const query = useAsk<Members>("/segments/members", { text, limit: 20 }, { enabled: allowed });
  if (!allowed) return null;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} small />;
  if (!query.data || query.isPlaceholderData) return <Skeleton active paragraph={{ rows: 4 }} />;
  const { items, customers, at } = query.data;
  return (
    <section>
      <h3 className={styles.title}>
        {t("behind.title")} <span className={styles.quiet}>{f.count(customers)}</span> <AsOf at={at} />
      </h3>
      {items.length === 0 ? <p className={styles.quiet}>{t("behind.nobody")}</p> : null}
      <ul className={styles.people}>
        {items.map((row) => (
          <li key={row.id}>
            <Link to={`/customers/${row.id}`}>
              <Who row={row} />
            </Link>
            <span className={styles.end}>
              {row.deals > 0 ? <Money value={row.deal_amount} /> : "–"}
              <br />
              <Instant at={row.last_deal_at} ago />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
