// The shops of the business, each on one channel. Archiving hides a shop from filters and loses nothing.
import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { patch, post, type Shop, useRefresh } from "../api";
import { useCan, useSession } from "../app/session";
import { type Column, DataList, Empty, FormDrawer, Page, Panel, useConfirm } from "../kit";
import { channels, currencies } from "./choices";
import styles from "./Settings.module.css";

type Values = Pick<Shop, "name" | "channel" | "platform_id" | "currency">;

export default function Shops() {
  const { t, i18n } = useTranslation(["settings", "common", "app"]);
  const { business, shops } = useSession();
  const may = useCan()("settings.write");
  const [editing, setEditing] = useState<Shop | "new" | null>(null);
  const confirm = useConfirm();
  const refresh = useRefresh();
  const client = useQueryClient();
  const told = async () => {
    await refresh("/shops");
    await client.invalidateQueries({ queryKey: ["/session"] });
  };
  const save = async (values: Values) => {
    const body = { ...values, platform_id: values.platform_id || null };
    await (editing === "new" || !editing ? post("/shops", body) : patch(`/shops/${editing.id}`, body));
    await told();
  };
  const turn = (shop: Shop) => {
    const change = async () => {
      await patch(`/shops/${shop.id}`, { archived: !shop.archived });
      await told();
    };
    if (shop.archived) void change();
    else
      confirm({
        title: t("settings:shops.archiveAsk", { name: shop.name }),
        text: t("settings:shops.archiveText"),
        verb: t("settings:shops.archive"),
        run: change,
      });
  };

  const columns: Column<Shop>[] = [
    { key: "name", title: t("settings:shops.name"), render: (s) => s.name, phone: "title", width: 240 },
    {
      key: "channel",
      title: t("settings:shops.channel"),
      render: (s) => t(`common:channel.${s.channel}`),
      phone: "side",
      width: 120,
    },
    {
      key: "platform_id",
      title: t("settings:shops.platformId"),
      render: (s) => (s.platform_id ? <span className={styles.code}>{s.platform_id}</span> : "–"),
      width: 200,
    },
    { key: "currency", title: t("settings:shops.currency"), render: (s) => s.currency, width: 90 },
    {
      key: "state",
      title: t("settings:shops.state"),
      render: (s) =>
        s.archived ? <Tag>{t("settings:shops.archived")}</Tag> : <Tag color="success">{t("settings:shops.open")}</Tag>,
      phone: "line",
      width: 110,
    },
    ...(may
      ? [
          {
            key: "actions",
            deeds: true,
            title: "",
            align: "right" as const,
            width: 110,
            render: (s: Shop) => (
              <Button type="text" size="small" onClick={() => turn(s)}>
                {s.archived ? t("settings:shops.reopen") : t("settings:shops.archive")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
      {t("settings:shops.add")}
    </Button>
  );
  return (
    <Page
      title={t("app:page.shops")}
      sentence={t("settings:shops.sentence", { count: shops.length })}
      actions={may ? add : null}
    >
      <Panel flush>
        <DataList<Shop>
          id="shops"
          path="/shops"
          columns={columns}
          rowKey={(s) => s.id}
          permission="settings.read"
          onOpen={may ? setEditing : undefined}
          empty={<Empty title={t("settings:shops.empty")} action={may ? add : null} />}
        />
      </Panel>
      <FormDrawer<Values>
        open={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === "new" ? t("settings:shops.add") : t("settings:shops.change")}
        initial={
          editing && editing !== "new"
            ? editing
            : { name: "", channel: "taobao", platform_id: null, currency: business.currency }
        }
        save={save}
      >
        <Form.Item
          name="name"
          label={t("settings:shops.name")}
          rules={[{ required: true, message: t("common:required") }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="channel" label={t("settings:shops.channel")} rules={[{ required: true }]}>
          <Select
            disabled={editing !== "new"}
            options={channels.map((c) => ({ value: c, label: t(`common:channel.${c}`) }))}
          />
        </Form.Item>
        <Form.Item name="platform_id" label={t("settings:shops.platformId")} extra={t("settings:shops.platformIdHint")}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="currency" label={t("settings:shops.currency")} rules={[{ required: true }]}>
          <Select
            disabled={editing !== "new"}
            showSearch={{ optionFilterProp: "label" }}
            options={currencies(i18n.language)}
          />
        </Form.Item>
      </FormDrawer>
    </Page>
  );
}
