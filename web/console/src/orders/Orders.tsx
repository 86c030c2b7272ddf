// Every order of every platform, newest first; one opens at the side.
import { FileTextOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Order, type StatusCount, useGet } from "../api";
import { FirstImport } from "../app/FirstImport";
import { useCan, useShops } from "../app/session";
import {
  type Column,
  DataList,
  type Filter,
  FilterBar,
  Instant,
  Money,
  Page,
  Panel,
  useFormat,
  useQueryState,
} from "../kit";
import { OrderDrawer } from "./OrderDrawer";
import styles from "./Orders.module.css";
import { Status } from "./Status";
import { Teach } from "./Teach";

const STATUSES = [
  "awaiting_payment",
  "paid",
  "partly_shipped",
  "shipped",
  "received",
  "finished",
  "cancelled",
  "refunded",
  "unknown",
] as const;
const AMOUNTS = [10_000, 50_000, 100_000, 500_000];

export default function Orders() {
  const { t } = useTranslation(["orders", "app", "common"]);
  const f = useFormat();
  const can = useCan();
  const { shop } = useShops();
  const { query, set, clear } = useQueryState();
  const [teaching, setTeaching] = useState(false);
  const words = useGet<{ items: StatusCount[] }>("/orders/statuses", {}, { enabled: can("orders.write") });
  const unknown = words.data?.items.some((word) => word.status === "unknown") ?? false;
  const { q, status, placed_from, placed_to, min_amount, customer, order } = query;
  const filters: Filter[] = [
    { kind: "search", key: "q", label: t("orders:search") },
    {
      kind: "one",
      key: "status",
      label: t("common:state"),
      options: STATUSES.map((value) => ({ value, label: t(`orders:status.${value}`) })),
    },
    { kind: "days", key: "placed", label: t("orders:when"), from: "placed_from", to: "placed_to" },
    {
      kind: "one",
      key: "min_amount",
      label: t("orders:minAmount"),
      options: AMOUNTS.map((amount) => ({
        value: String(amount),
        label: t("orders:over", { amount: f.amount(amount) }),
      })),
    },
  ];
  const columns: Column<Order>[] = [
    {
      key: "number",
      title: t("orders:number"),
      width: 200,
      phone: "title",
      render: (o) => <span className={styles.number}>{o.number}</span>,
    },
    {
      key: "title",
      title: t("orders:title"),
      width: 240,
      render: (o) => <span className={styles.clip}>{o.title ?? "–"}</span>,
    },
    { key: "customer", title: t("orders:buyer"), width: 140, phone: "line", render: (o) => <Buyer order={o} /> },
    {
      key: "paid",
      title: t("orders:paid"),
      width: 110,
      align: "right",
      phone: "side",
      render: (o) => <Money value={o.paid} />,
    },
    {
      key: "status",
      title: t("common:state"),
      width: 160,
      phone: "line",
      render: (o) => <Status status={o.status} raw={o.status_raw} />,
    },
    {
      key: "placed",
      title: t("orders:placed"),
      width: 160,
      phone: "line",
      render: (o) => <Instant at={o.placed_at} />,
    },
    {
      key: "shop",
      title: t("common:shop"),
      width: 150,
      render: (o) => (
        <span>
          {o.shop} <span className={styles.quiet}>{t(`common:channel.${o.channel}`)}</span>
        </span>
      ),
    },
    {
      key: "pieces",
      title: t("orders:quantity"),
      width: 80,
      align: "right",
      hidden: true,
      render: (o) => f.count(o.pieces),
    },
    {
      key: "refunded",
      title: t("orders:refunded"),
      width: 110,
      align: "right",
      hidden: true,
      render: (o) => <Money value={o.refunded} />,
    },
  ];
  return (
    <Page
      title={t("app:page.orders")}
      sentence={t("orders:sentence")}
      actions={unknown ? <Button onClick={() => setTeaching(true)}>{t("orders:teach")}</Button> : null}
    >
      <Panel flush>
        <DataList<Order>
          id="orders"
          path="/orders"
          params={{ q, status, placed_from, placed_to, min_amount, customer, shop }}
          columns={columns}
          rowKey={(o) => o.id}
          permission="orders.read"
          onOpen={(o) => set({ order: o.id })}
          openKey={order ?? null}
          filtered={Boolean(q || status || placed_from || placed_to || min_amount || customer || shop.length)}
          onClear={() => clear()}
          toolbar={<FilterBar filters={filters} />}
          empty={
            <FirstImport
              icon={<FileTextOutlined />}
              title={t("orders:emptyTitle")}
              text={t("orders:emptyText")}
              verb={t("orders:emptyAction")}
            />
          }
        />
      </Panel>
      <OrderDrawer id={order ?? null} onClose={() => set({ order: null })} />
      <Teach open={teaching} onClose={() => setTeaching(false)} />
    </Page>
  );
}

/** Leads to the buyer's card, when the platform says who it was. */
export function Buyer({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  if (!order.customer_id) return <span className={styles.quiet}>{t("guest")}</span>;
  return (
    <Link to={`/customers/${order.customer_id}`} onClick={(event) => event.stopPropagation()}>
      {order.customer ?? order.customer_id}
    </Link>
  );
}
