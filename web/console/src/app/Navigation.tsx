// The left navigation: rooms in the order of a shop's day, only those that exist and that this user may enter.
import { Menu, type MenuProps } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import styles from "./Navigation.module.css";
import { pages, rooms } from "./rooms";
import { useCan, useKeepShops } from "./session";

export function Navigation() {
  const { t } = useTranslation("app");
  const can = useCan();
  const keep = useKeepShops();
  const { pathname } = useLocation();

  const items = useMemo(() => {
    const entries: MenuProps["items"] = [];
    for (const room of rooms) {
      const open = room.pages.filter((page) => !page.hidden && (!page.permission || can(page.permission)));
      const links = open.map((page) => ({
        key: page.path,
        icon: page.icon,
        label: <Link to={keep(page.path)}>{t(`page.${page.key}` as "page.overview")}</Link>,
      }));
      if (room.pages.length === 1) entries.push(...links);
      else if (links.length > 0)
        entries.push({
          key: room.key,
          type: "group",
          label: t(`group.${room.key}` as "group.overview"),
          children: links,
        });
    }
    return entries;
  }, [t, can, keep]);

  const lit = useMemo(() => {
    const here = pages
      .filter((page) => pathname === page.path || pathname.startsWith(`${page.path}/`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    return here ? [here.under ?? here.path] : [];
  }, [pathname]);

  return (
    <nav aria-label={t("nav")}>
      <Menu mode="inline" inlineIndent={16} className={styles.menu} items={items} selectedKeys={lit} />
    </nav>
  );
}
