// The frame around every signed-in page: navigation at the left (a drawer on a phone), the bar above, the page.
import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer, Layout } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigation } from "react-router";
import { usePhone } from "../theme/width";
import { Brand } from "./Brand";
import { Navigation } from "./Navigation";
import { Notifications } from "./Notifications";
import { Palette } from "./Palette";
import styles from "./Shell.module.css";
import { ShopFilter } from "./ShopFilter";
import { UserMenu } from "./UserMenu";

export function Shell() {
  const { t } = useTranslation("app");
  const phone = usePhone();
  const [menu, setMenu] = useState(false);
  const { pathname } = useLocation();
  const moving = useNavigation().state !== "idle";
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // A new page starts at its top, with the keyboard in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the reason to run, not an input
  useEffect(() => {
    setMenu(false);
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo({ top: 0 });
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <Layout hasSider className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t("skip")}
      </a>
      {phone ? (
        <Drawer
          open={menu}
          onClose={() => setMenu(false)}
          placement="left"
          size={264}
          closable={false}
          title={<Brand />}
          styles={{ body: { padding: "8px 0" } }}
        >
          <Navigation />
        </Drawer>
      ) : (
        <Layout.Sider width={224} className={styles.sider}>
          <div className={styles.brand}>
            <Brand />
          </div>
          <Navigation />
        </Layout.Sider>
      )}
      <Layout className={styles.column}>
        <Layout.Header className={styles.bar}>
          {phone ? (
            <Button type="text" icon={<MenuOutlined />} aria-label={t("menu")} onClick={() => setMenu(true)} />
          ) : null}
          <Palette />
          <div className={styles.right}>
            <ShopFilter />
            <Notifications />
            <UserMenu />
          </div>
          {moving ? <span className={styles.moving} role="progressbar" aria-label={t("menu")} /> : null}
        </Layout.Header>
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </Layout>
    </Layout>
  );
}
