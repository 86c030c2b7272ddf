// What is in an order, and how its sum comes about.
import { useTranslation } from "react-i18next";
import type { Money as Amount, Line, Order } from "../api";
import { Money, useFormat } from "../kit";
import styles from "./Orders.module.css";

export function Lines({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  return (
    <>
      {order.lines.length === 0 ? (
        <p className={styles.quiet}>{t("noLines")}</p>
      ) : (
        order.lines.map((line) => <Row key={line.id} line={line} />)
      )}
      <Sums order={order} />
    </>
  );
}

function Row({ line }: { line: Line }) {
  const { t } = useTranslation("orders");
  const f = useFormat();
  const about = [line.options, line.sku, line.category].filter(Boolean).join(" · ");
  const back = line.refunded && line.refunded.amount > 0;
  return (
    <div className={styles.line}>
      <div>
        <strong>{line.title}</strong>
        <small>{about}</small>
      </div>
      <div className={styles.amount}>
        <Money value={line.revenue ?? line.total} />
        <br />
        <small>
          {f.money(line.price)} × {f.count(line.quantity)}
          {back ? ` · ${t("refunded")} ${f.money(line.refunded)}` : ""}
        </small>
      </div>
    </div>
  );
}

function Sums({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const rows: [string, Amount | null, boolean][] = [
    [t("goods"), order.goods, false],
    [t("shipping"), order.shipping, false],
    [t("discount"), order.discount, false],
    [t("total"), order.total, false],
    [t("paid"), order.paid, true],
    [t("refunded"), order.refunded, false],
  ];
  return (
    <dl className={styles.sums}>
      {rows
        .filter(([, value, strong]) => strong || (value && value.amount !== 0))
        .flatMap(([label, value, strong]) => [
          <dt key={label} className={strong ? styles.strong : undefined}>
            {label}
          </dt>,
          <dd key={`${label}-value`} className={strong ? styles.strong : undefined}>
            <Money value={value} />
          </dd>,
        ])}
    </dl>
  );
}
