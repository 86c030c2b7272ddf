// What was sent to a webhook, how it went, and sending it again.
import { RedoOutlined } from "@ant-design/icons";
import { App, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Delivery, post, usePages, useRefresh } from "../api";
import { Empty, ErrorState, Instant, SideDrawer } from "../kit";
import styles from "./Webhooks.module.css";

const COLORS = { delivered: "success", waiting: "warning", failed: "error" } as const;

export function Deliveries({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <SideDrawer open={id !== null} onClose={onClose} title={t("deliveries")} width={640}>
      {id ? <Log id={id} /> : null}
    </SideDrawer>
  );
}

function Log({ id }: { id: string }) {
  const { t } = useTranslation(["webhooks", "kit"]);
  const log = usePages<Delivery>(`/webhooks/${id}/deliveries`, {}, { every: 5000 });
  if (log.error && !log.rows) return <ErrorState error={log.error} onRetry={() => void log.refetch()} small />;
  if (log.rows?.length === 0) return <Empty small title={t("delivery.empty")} text={t("delivery.emptyText")} />;
  return (
    <>
      <ul className={styles.log} aria-label={t("deliveries")}>
        {(log.rows ?? []).map((delivery) => (
          <One key={delivery.id} hook={id} delivery={delivery} />
        ))}
      </ul>
      {log.hasNextPage ? (
        <Button type="text" block loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t("kit:loadMore")}
        </Button>
      ) : null}
    </>
  );
}

function One({ hook, delivery }: { hook: string; delivery: Delivery }) {
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const replay = async () => {
    try {
      const tried = await post<Delivery>(`/webhooks/${hook}/deliveries/${delivery.id}/replay`);
      await refresh(`/webhooks/${hook}`);
      if (tried.status === "failed") message.error(t("delivery.failedText"));
      else message.success(t("delivery.replayed"));
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <li>
      <div className={styles.row}>
        <Tag color={COLORS[delivery.status]} variant="filled">
          {t(`delivery.status.${delivery.status}`)}
        </Tag>
        <span>{t(`topic.${delivery.topic}` as "topic.segment.entered", { defaultValue: delivery.topic })}</span>
        <span className={styles.quiet}>
          <Instant at={delivery.at} />
        </span>
        <span className={styles.quiet}>
          {[
            delivery.code === null ? null : String(delivery.code),
            delivery.took_ms === null ? null : t("delivery.took", { ms: delivery.took_ms }),
            delivery.tries > 1 ? t("delivery.tries", { count: delivery.tries }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <Button
          className={styles.replay}
          size="small"
          icon={<RedoOutlined />}
          disabled={delivery.status === "waiting"}
          onClick={() => void replay()}
        >
          {t("delivery.replay")}
        </Button>
      </div>
      {delivery.status === "failed" ? <p className={styles.bad}>{t("delivery.failedText")}</p> : null}
      <details className={styles.details}>
        <summary>{t("delivery.more")}</summary>
        <h3>{t("delivery.request")}</h3>
        <pre>{pretty(delivery.request)}</pre>
        <h3>{t("delivery.response")}</h3>
        <pre>{delivery.response || t("delivery.none")}</pre>
      </details>
    </li>
  );
}

/** JSON with its lines apart; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
