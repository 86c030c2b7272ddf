// One order at the side: how far it is, what is in it, what was paid, where it goes.
import { Descriptions, Steps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Order, useGet } from "../api";
import { Instant, Loaded, Money, SideDrawer, useFormat } from "../kit";
import { Lines } from "./Lines";
import { Buyer } from "./Orders";
import styles from "./Orders.module.css";
import { Status } from "./Status";

export function OrderDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const query = useGet<Order>(`/orders/${id ?? ""}`, {}, { enabled: id !== null });
  return (
    <SideDrawer open={id !== null} onClose={onClose} title={query.data?.number ?? ""} width={640}>
      {id === null ? null : <Loaded query={query}>{(order) => <Details order={order} />}</Loaded>}
    </SideDrawer>
  );
}

function Details({ order }: { order: Order }) {
  const { t } = useTranslation(["orders", "common"]);
  return (
    <>
      <div className={styles.head}>
        <Status status={order.status} raw={order.status_raw} />
        <Buyer order={order} />
        <span className={styles.quiet}>
          {order.shop} · {t(`common:channel.${order.channel}`)}
        </span>
      </div>
      <Progress order={order} />
      <Section title={t("orders:lines")}>
        <Lines order={order} />
      </Section>
      <Refunds order={order} />
      <Shipments order={order} />
      <Delivery order={order} />
      <Notes order={order} />
      <Extra order={order} />
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Progress({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const at = [order.placed_at, order.paid_at, order.shipped_at, order.finished_at];
  const names = [t("steps.placed"), t("steps.paid"), t("steps.shipped"), t("steps.finished")];
  const last = at.reduce((found, instant, index) => (instant ? index : found), 0);
  const ended = order.status === "cancelled" || order.status === "refunded";
  return (
    <Steps
      size="small"
      titlePlacement="vertical"
      current={last}
      status={ended ? "error" : last === 3 ? "finish" : "process"}
      items={names.map((title, index) => ({ title, content: at[index] ? <Instant at={at[index]} /> : null }))}
    />
  );
}

function Refunds({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  if (order.refunds.length === 0) return null;
  return (
    <Section title={t("refunds")}>
      {order.refunds.map((refund) => (
        <div key={refund.id} className={styles.line}>
          <div>
            <strong>{t(`refundStatus.${refund.status}` as "refundStatus.succeeded")}</strong>
            <small>{[refund.reason, refund.title, refund.number].filter(Boolean).join(" · ")}</small>
          </div>
          <div className={styles.amount}>
            <Money value={refund.amount} />
            <br />
            <small>
              <Instant at={refund.finished_at ?? refund.requested_at} />
            </small>
          </div>
        </div>
      ))}
    </Section>
  );
}

function Shipments({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  if (order.shipments.length === 0) return null;
  return (
    <Section title={t("shipments")}>
      {order.shipments.map((parcel) => (
        <div key={parcel.id}>
          <div className={styles.line}>
            <div>
              <strong className={styles.number}>{parcel.tracking}</strong>
              <small>{parcel.carrier}</small>
            </div>
            <Instant at={parcel.shipped_at} />
          </div>
          {parcel.trace.length > 0 ? (
            <ol className={styles.trace}>
              {parcel.trace.map((step) => (
                <li key={step.at + step.text}>
                  <Instant at={step.at} /> {step.place} {step.text}
                </li>
              ))}
            </ol>
          ) : null}
        </div>
      ))}
    </Section>
  );
}

function Delivery({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const { province, city, district, street, zip, receiver, mobile } = order.address;
  const place = [province, city, district, street, zip].filter(Boolean).join(" ");
  if (!place && !receiver && !mobile) return null;
  return (
    <Section title={t("address")}>
      <div>{[receiver, mobile].filter(Boolean).join(" · ")}</div>
      <div>{place}</div>
      <small className={styles.quiet}>{t("addressMasked")}</small>
    </Section>
  );
}

function Notes({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const notes = [
    { label: t("buyerNote"), children: order.buyer_note },
    { label: t("sellerNote"), children: order.seller_note },
    { label: t("closeReason"), children: order.close_reason },
  ].filter((note) => note.children);
  if (notes.length === 0) return null;
  return (
    <Section title={t("notes")}>
      <Descriptions column={1} size="small" items={notes.map((note) => ({ ...note, key: note.label }))} />
    </Section>
  );
}

function Extra({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const f = useFormat();
  const rows = Object.entries(order.extra);
  if (rows.length === 0) return null;
  return (
    <Section title={`${t("extra")} · ${f.count(rows.length)}`}>
      <Descriptions
        column={1}
        size="small"
        items={rows.map(([label, children]) => ({ key: label, label, children }))}
      />
    </Section>
  );
}
