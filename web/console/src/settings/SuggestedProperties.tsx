// Keys that events said lately and nobody declared: one click declares one.
import { CheckCircleOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type EventProperty, Problem, post, type SuggestedProperty, useRefresh } from "../api";
import { type Column, DataList, Empty, Panel } from "../kit";
import { useKindName } from "../segments/useKindName";
import styles from "./Settings.module.css";

const keyOf = (one: SuggestedProperty) => `${one.event} ${one.key}`;

export function SuggestedProperties({ onAdjust }: { onAdjust: (suggested: SuggestedProperty) => void }) {
  const { t } = useTranslation("settings");
  const kind = useKindName();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [busy, setBusy] = useState<string | null>(null);
  const declare = async ({ event, key, title, type, ...suggested }: SuggestedProperty) => {
    setBusy(keyOf({ event, key, title, type, ...suggested }));
    try {
      const made = await post<EventProperty>("/events/properties", { event, key, title, type });
      message.success(t("eventProperties.declared", { name: made.title }));
      await refresh("/events/properties", "/rules/catalogue");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      message.error(error.message);
    } finally {
      setBusy(null);
    }
  };
  const columns: Column<SuggestedProperty>[] = [
    {
      key: "key",
      title: t("eventProperties.key"),
      phone: "title",
      width: 180,
      render: (one) => <span className={styles.code}>{one.key}</span>,
    },
    { key: "event", title: t("eventProperties.event"), phone: "line", width: 180, render: (one) => kind(one.event) },
    {
      key: "examples",
      title: t("eventProperties.examples"),
      phone: "line",
      width: 260,
      render: (one) => (
        <span className={styles.quiet}>
          {one.examples.length === 0 ? t("eventProperties.hidden") : one.examples.slice(0, 3).join(" · ")}
        </span>
      ),
    },
    {
      key: "type",
      title: t("eventProperties.type"),
      phone: "side",
      width: 100,
      render: (one) => t(`fields.types.${one.type}`),
    },
    {
      key: "seen",
      title: t("eventProperties.seen"),
      width: 180,
      render: (one) => t("eventProperties.seenOf", { seen: one.seen, of: one.of }),
    },
    {
      key: "actions",
      title: "",
      align: "right",
      width: 180,
      deeds: true,
      render: (one) => (
        <span className={styles.actions}>
          <Button size="small" type="text" onClick={() => onAdjust(one)}>
            {t("eventProperties.adjust")}
          </Button>
          <Button size="small" loading={busy === keyOf(one)} onClick={() => void declare(one)}>
            {t("eventProperties.declare")}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Panel title={t("eventProperties.suggested")} hint={t("eventProperties.suggestedText")} flush>
      <DataList<SuggestedProperty>
        id="suggested-properties"
        path="/events/properties/suggested"
        columns={columns}
        rowKey={keyOf}
        empty={
          <Empty
            icon={<CheckCircleOutlined />}
            title={t("eventProperties.nothing")}
            text={t("eventProperties.nothingText")}
          />
        }
      />
    </Panel>
  );
}
