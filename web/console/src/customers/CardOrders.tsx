// One customer's orders; each opens at the side with its lines, refunds, shipments and trace.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "../api";
import { type Column, DataList, Empty, Instant, Money } from "../kit";
import { OrderDrawer } from "../orders/OrderDrawer";
import { Status } from "../orders/Status";
import styles from "./Card.module.css";

export function CardOrders({ id }: { id: string }) {
  const { t } = useTranslation(["customers", "common"]);
  const [open, setOpen] = useState<string | null>(null);
  const columns: Column<Order>[] = [
    {
      key: "title",
      title: t("orders.goods"),
      width: 220,
      phone: "title",
      render: (o) => <span className={styles.clip}>{o.title ?? o.lines[0]?.title ?? o.number}</span>,
    },
    {
      key: "status",
      title: t("common:state"),
      width: 100,
      phone: "line",
      render: (o) => <Status status={o.status} raw={o.status_raw} />,
    },
    {
      key: "paid",
      title: t("orders.paid"),
      width: 100,
      align: "right",
      phone: "side",
      render: (o) => <Money value={o.paid ?? o.total} />,
    },
    {
      key: "placed",
      title: t("orders.placed"),
      width: 140,
      phone: "line",
      render: (o) => <Instant at={o.placed_at} />,
    },
    { key: "shop", title: t("common:shop"), width: 120, render: (o) => <span className={styles.clip}>{o.shop}</span> },
  ];
  return (
    <>
      <DataList<Order>
        id="customer-orders"
        path={`/customers/${id}/orders`}
        columns={columns}
        rowKey={(o) => o.id}
        permission="orders.read"
        onOpen={(o) => setOpen(o.id)}
        openKey={open}
        empty={<Empty small title={t("orders.none")} text={t("orders.noneText")} />}
      />
      <OrderDrawer id={open} onClose={() => setOpen(null)} />
    </>
  );
}
