// Keys for other systems, and how to connect them.
import { ApiOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiKey, remove, useRefresh } from "../api";
import { useSession } from "../app/session";
import { type Column, DataList, Empty, Instant, Page, Panel, useConfirm } from "../kit";
import { KeyDrawer } from "./KeyDrawer";
import styles from "./Settings.module.css";
import { Snippets } from "./Snippets";

export default function Keys() {
  const { t } = useTranslation(["settings", "common", "app"]);
  const { shops } = useSession();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<{ secret: string; kind: ApiKey["kind"] } | null>(null);
  const refresh = useRefresh();
  const confirm = useConfirm();

  const revoke = (key: ApiKey) =>
    confirm({
      title: t("settings:keys.revokeAsk", { name: key.name }),
      text: t("settings:keys.revokeText"),
      verb: t("settings:keys.revoke"),
      danger: true,
      run: async () => {
        await remove(`/keys/${key.id}`);
        await refresh("/keys");
      },
    });

  const columns: Column<ApiKey>[] = [
    { key: "name", title: t("settings:keys.name"), phone: "title", width: 200, render: (key) => key.name },
    {
      key: "kind",
      title: t("settings:keys.kind"),
      phone: "line",
      width: 110,
      render: (key) => t(`settings:keys.kinds.${key.kind}`),
    },
    {
      key: "prefix",
      title: t("settings:keys.prefix"),
      phone: "line",
      width: 130,
      render: (key) => <span className={styles.code}>{key.prefix}…</span>,
    },
    {
      key: "scopes",
      title: t("settings:keys.scopes"),
      width: 240,
      render: (key) => (
        <span className={styles.wrap}>
          {key.scopes.slice(0, 2).map((scope) => (
            <Tag key={scope}>{t(`common:permission.${scope}`)}</Tag>
          ))}
          {key.scopes.length > 2 ? (
            <Tooltip title={key.scopes.map((scope) => t(`common:permission.${scope}`)).join("、")}>
              <Tag>+{key.scopes.length - 2}</Tag>
            </Tooltip>
          ) : null}
        </span>
      ),
    },
    {
      key: "shop",
      title: t("common:shop"),
      width: 160,
      render: (key) =>
        key.shop_id ? (
          (shops.find((shop) => shop.id === key.shop_id)?.name ?? key.shop_id)
        ) : (
          <span className={styles.quiet}>{t("settings:keys.shopAny")}</span>
        ),
    },
    {
      key: "used",
      title: t("settings:keys.lastUsed"),
      width: 120,
      render: (key) => (key.last_used_at ? <Instant at={key.last_used_at} ago /> : t("common:never")),
    },
    {
      key: "actions",
      title: "",
      align: "right",
      phone: "side",
      width: 96,
      render: (key) =>
        key.revoked ? (
          <Tag>{t("settings:keys.revoked")}</Tag>
        ) : (
          <Button type="text" size="small" danger onClick={() => revoke(key)}>
            {t("settings:keys.revoke")}
          </Button>
        ),
    },
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t("settings:keys.add")}
    </Button>
  );
  return (
    <Page title={t("app:page.keys")} sentence={t("settings:keys.sentence")} actions={add}>
      <Panel flush>
        <DataList<ApiKey>
          id="keys"
          path="/keys"
          columns={columns}
          rowKey={(key) => key.id}
          permission="keys.manage"
          empty={
            <Empty
              icon={<ApiOutlined />}
              title={t("settings:keys.empty")}
              text={t("settings:keys.emptyText")}
              action={add}
            />
          }
        />
      </Panel>
      <Snippets secret={secret} />
      <KeyDrawer open={making} close={() => setMaking(false)} made={setSecret} />
    </Page>
  );
}
