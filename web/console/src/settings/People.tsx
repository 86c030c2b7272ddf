// Who works here: role, shops, and what the roles may do.
import { PlusOutlined } from "@ant-design/icons";
import { Avatar, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { patch, type User, useRefresh } from "../api";
import { useSession } from "../app/session";
import { type Column, DataList, Instant, Page, Panel, useConfirm } from "../kit";
import { Matrix } from "./Matrix";
import { PersonDrawer } from "./PersonDrawer";
import styles from "./Settings.module.css";

export default function People() {
  const { t } = useTranslation(["settings", "common", "app"]);
  const { user, shops } = useSession();
  const [editing, setEditing] = useState<User | "new" | null>(null);
  const refresh = useRefresh();
  const confirm = useConfirm();

  const turn = (person: User) => {
    const change = async () => {
      await patch(`/users/${person.id}`, { disabled: !person.disabled });
      await refresh("/users");
    };
    if (person.disabled) void change();
    else
      confirm({
        title: t("settings:people.disableAsk", { name: person.name }),
        text: t("settings:people.disableText"),
        verb: t("settings:people.disable"),
        danger: true,
        run: change,
      });
  };

  const columns: Column<User>[] = [
    {
      key: "name",
      title: t("settings:people.name"),
      phone: "title",
      width: 240,
      render: (person) => (
        <span className={styles.person}>
          <Avatar size={32} className={styles.avatar}>
            {[...person.name][0]?.toUpperCase()}
          </Avatar>
          <span className={styles.names}>
            {person.name} {person.id === user.id ? <Tag>{t("settings:people.you")}</Tag> : null}
            <span className={styles.quiet}>{person.login}</span>
          </span>
        </span>
      ),
    },
    {
      key: "role",
      title: t("settings:people.role"),
      phone: "side",
      width: 120,
      render: (person) => t(`common:role.${person.role}`),
    },
    {
      key: "shops",
      title: t("settings:people.shops"),
      phone: "line",
      width: 280,
      render: (person) =>
        person.shop_ids === null ? (
          <span className={styles.quiet}>{t("settings:people.shopsAll")}</span>
        ) : (
          <span className={styles.wrap}>
            {person.shop_ids.map((id) => (
              <Tag key={id}>{shops.find((shop) => shop.id === id)?.name ?? id}</Tag>
            ))}
          </span>
        ),
    },
    {
      key: "seen",
      title: t("settings:people.lastSeen"),
      phone: "line",
      width: 140,
      render: (person) => (person.last_seen_at ? <Instant at={person.last_seen_at} ago /> : t("common:never")),
    },
    {
      key: "state",
      title: t("common:state"),
      width: 100,
      render: (person) =>
        person.disabled ? (
          <Tag>{t("settings:people.disabled")}</Tag>
        ) : (
          <Tag color="success">{t("settings:people.active")}</Tag>
        ),
    },
    {
      key: "actions",
      deeds: true,
      title: "",
      align: "right",
      width: 96,
      render: (person) =>
        person.id === user.id ? null : (
          <Button type="text" size="small" onClick={() => turn(person)}>
            {person.disabled ? t("settings:people.enable") : t("settings:people.disable")}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t("app:page.people")}
      sentence={t("settings:people.sentence")}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
          {t("settings:people.add")}
        </Button>
      }
    >
      <Panel flush>
        <DataList<User>
          id="people"
          path="/users"
          columns={columns}
          rowKey={(person) => person.id}
          permission="users.manage"
          onOpen={setEditing}
        />
      </Panel>
      <Matrix />
      <PersonDrawer editing={editing} close={() => setEditing(null)} />
    </Page>
  );
}
