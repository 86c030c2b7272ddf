// 事件推送: where entering and leaving segments is told to, what was sent there, and sending it again.
import { MoreOutlined, NotificationOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Delivery, patch, post, remove, useRefresh, type Webhook } from "../api";
import { type Column, DataList, Empty, Instant, Page, Panel, useConfirm, useQueryState } from "../kit";
import { Deliveries } from "./Deliveries";
import { Lately } from "./Lately";
import { Private } from "./Private";
import { WebhookDrawer } from "./WebhookDrawer";
import styles from "./Webhooks.module.css";

export default function Webhooks() {
  const { t } = useTranslation(["webhooks", "app", "common"]);
  const { query, set } = useQueryState();
  const [editing, setEditing] = useState<Webhook | "new" | null>(query.segment ? "new" : null);
  const columns: Column<Webhook>[] = [
    {
      key: "url",
      title: t("url"),
      width: 320,
      phone: "title",
      render: (hook) => <span className={styles.url}>{hook.url}</span>,
    },
    {
      key: "state",
      title: t("common:state"),
      width: 190,
      phone: "line",
      render: (hook) => (
        <span className={styles.state}>
          <Tag color={hook.active ? "success" : undefined} variant="filled">
            {t(hook.active ? "state.on" : "state.off")}
          </Tag>
          <Lately id={hook.id} />
        </span>
      ),
    },
    {
      key: "topics",
      title: t("topics"),
      width: 220,
      phone: "line",
      render: (hook) => (
        <span className={styles.topics}>
          {hook.topics.map((topic) => (
            <span key={topic}>{t(`topic.${topic}`, { defaultValue: topic })}</span>
          ))}
        </span>
      ),
    },
    {
      key: "segments",
      title: t("segments"),
      width: 130,
      render: (hook) => (hook.segments ? t("segmentsMany", { count: hook.segments.length }) : t("segmentsAll")),
    },
    { key: "created", title: t("created"), width: 120, render: (hook) => <Instant at={hook.created_at} ago /> },
    {
      key: "actions",
      title: "",
      align: "right",
      width: 72,
      deeds: true,
      render: (hook) => <Deeds hook={hook} edit={() => setEditing(hook)} log={() => set({ hook: hook.id })} />,
    },
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("app:page.webhooks")} sentence={t("sentence")} actions={add}>
      <Panel flush>
        <DataList<Webhook>
          id="webhooks"
          path="/webhooks"
          columns={columns}
          rowKey={(hook) => hook.id}
          permission="webhooks.manage"
          onOpen={(hook) => set({ hook: hook.id })}
          openKey={query.hook ?? null}
          empty={<Empty icon={<NotificationOutlined />} title={t("empty")} text={t("emptyText")} action={add} />}
        />
      </Panel>
      <Private />
      <Deliveries id={query.hook ?? null} onClose={() => set({ hook: null })} />
      <WebhookDrawer
        hook={editing}
        segment={query.segment}
        onClose={() => {
          setEditing(null);
          set({ segment: null });
        }}
      />
    </Page>
  );
}

function Deeds({ hook, edit, log }: { hook: Webhook; edit: () => void; log: () => void }) {
  const { t } = useTranslation(["webhooks", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const confirm = useConfirm();
  const run = async (work: () => Promise<unknown>, done?: string) => {
    try {
      await work();
      await refresh("/webhooks");
      if (done) message.success(done);
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const test = async () => {
    const { status, code, response } = await post<Delivery>(`/webhooks/${hook.id}/test`);
    if (status === "delivered") message.success(t("tested"));
    else message.error(t("testFailed", { why: response || String(code ?? "") }));
  };
  const drop = () =>
    confirm({
      title: t("deleteAsk", { url: hook.url }),
      text: t("deleteText"),
      verb: t("delete"),
      danger: true,
      run: async () => {
        await remove(`/webhooks/${hook.id}`);
        await refresh("/webhooks");
        message.success(t("deleted"));
      },
    });
  const items = [
    { key: "log", label: t("log"), onClick: log },
    { key: "test", label: t("test"), onClick: () => void run(test) },
    { key: "edit", label: t("common:edit"), onClick: edit },
    {
      key: "turn",
      label: t(hook.active ? "turnOff" : "turnOn"),
      onClick: () => void run(() => patch(`/webhooks/${hook.id}`, { active: !hook.active })),
    },
    { key: "line", type: "divider" as const },
    { key: "delete", danger: true, label: t("delete"), onClick: drop },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
      <Button type="text" icon={<MoreOutlined />} aria-label={`${t("common:more")}: ${hook.url}`} />
    </Dropdown>
  );
}
