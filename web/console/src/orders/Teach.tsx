// Status words that nobody knew: say once what they mean.
import { App, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Problem, put, type StatusCount, useChange, useGet } from "../api";
import { Empty, Loaded, SideDrawer } from "../kit";
import styles from "./Orders.module.css";

const CHOICES = [
  "awaiting_payment",
  "paid",
  "partly_shipped",
  "shipped",
  "received",
  "finished",
  "cancelled",
  "refunded",
] as const;

export function Teach({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("orders");
  const query = useGet<{ items: StatusCount[] }>("/orders/statuses", {}, { enabled: open });
  return (
    <SideDrawer open={open} onClose={onClose} title={t("teach")}>
      <p className={styles.quiet}>{t("teachHint")}</p>
      <Loaded query={query}>
        {({ items }) => {
          const unknown = items.filter((word) => word.status === "unknown");
          if (unknown.length === 0) return <Empty small />;
          return unknown.map((word) => <Row key={word.status_raw} word={word} />);
        }}
      </Loaded>
    </SideDrawer>
  );
}

function Row({ word }: { word: StatusCount }) {
  const { t } = useTranslation("orders");
  const { message } = App.useApp();
  const teach = useChange(
    (status: string) => put("/orders/statuses", { status_raw: word.status_raw, status }),
    ["/orders", "/overview"],
  );
  return (
    <div className={styles.teach}>
      <div>
        <strong>{word.status_raw}</strong>
        <br />
        <small className={styles.quiet}>{t("teachCount", { count: word.count })}</small>
      </div>
      <Select
        className={styles.amount}
        placeholder={t("teachAs")}
        aria-label={`${word.status_raw} ${t("teachAs")}`}
        popupMatchSelectWidth={false}
        loading={teach.isPending}
        options={CHOICES.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status: string) =>
          teach.mutate(status, {
            onSuccess: () => void message.success(t("taught")),
            onError: (problem: Problem) => void message.error(problem.message),
          })
        }
      />
    </div>
  );
}
