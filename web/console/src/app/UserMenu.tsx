// The signed-in user: appearance, language, own account, out. The choice is kept with the account.
import { GlobalOutlined, LogoutOutlined, MoonOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Avatar, Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { patch, remove, type Session } from "../api";
import { type Locale, speak } from "../i18n";
import { type Choice, useAppearance } from "../theme/appearance";
import styles from "./Bar.module.css";
import { useSession } from "./session";

export function UserMenu() {
  const { t, i18n } = useTranslation(["app", "common"]);
  const { user, demo } = useSession();
  const { choice, choose } = useAppearance();
  const client = useQueryClient();
  const go = useNavigate();

  const keep = async (change: { locale?: Locale; theme?: Choice }) => {
    const session = await patch<Session>("/session", change).catch(() => null);
    if (session) client.setQueryData(["/session", {}], session);
  };
  const leave = async () => {
    await remove("/session").catch(() => undefined);
    client.clear();
    go("/sign-in");
  };
  const say = (locale: Locale) => {
    speak(locale);
    void keep({ locale });
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "/session" });
  };
  const dress = (theme: Choice) => {
    choose(theme);
    void keep({ theme });
  };

  const items: MenuProps["items"] = [
    {
      key: "who",
      type: "group",
      label: (
        <span className={styles.who}>
          <strong>{user.name}</strong>
          <span>
            {user.login} · {t(`common:role.${user.role}`)}
          </span>
          {demo ? <span>{t("app:demoHint")}</span> : null}
        </span>
      ),
    },
    { type: "divider" },
    {
      key: "appearance",
      icon: <MoonOutlined />,
      label: t("app:appearance"),
      children: (["light", "dark", "system"] as const).map((key) => ({
        key,
        label: t(`app:${key}`),
        onClick: () => dress(key),
      })),
    },
    {
      key: "language",
      icon: <GlobalOutlined />,
      label: t("app:language"),
      children: [
        { key: "zh-CN", label: "简体中文", onClick: () => say("zh-CN") },
        { key: "en", label: "English", onClick: () => say("en") },
      ],
    },
    { key: "account", icon: <UserOutlined />, label: t("app:account"), onClick: () => go("/account") },
    { type: "divider" },
    { key: "out", icon: <LogoutOutlined />, label: t("app:signOut"), onClick: () => void leave() },
  ];

  return (
    <Dropdown
      menu={{ items, selectedKeys: [choice, i18n.language], selectable: true }}
      trigger={["click"]}
      placement="bottomRight"
    >
      <Button type="text" className={styles.user} aria-label={`${t("app:userMenu")}: ${user.name}`}>
        <Avatar size={28} className={styles.avatar}>
          {[...user.name][0]?.toUpperCase()}
        </Avatar>
      </Button>
    </Dropdown>
  );
}
