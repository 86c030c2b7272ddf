// The room before the rooms: a quiet picture at one side, the form at the other, the language at the corner.
import { GlobalOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "../app/Brand";
import { speak } from "../i18n";
import styles from "./Door.module.css";
import { Steam } from "./Steam";

export function Door({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const { t, i18n } = useTranslation("door");
  const other = i18n.language === "zh-CN" ? "en" : "zh-CN";
  return (
    <div className={styles.door}>
      <aside className={styles.side}>
        <Steam />
        <div className={styles.quote}>
          <p className={styles.say}>{t("quote")}</p>
          <p className={styles.sayMore}>{t("quoteText")}</p>
        </div>
      </aside>
      <div className={styles.form}>
        <header className={styles.top}>
          <Brand />
          <Button type="text" icon={<GlobalOutlined />} onClick={() => speak(other)} lang={other}>
            {other === "en" ? "English" : "简体中文"}
          </Button>
        </header>
        <main className={wide ? `${styles.middle} ${styles.wide}` : styles.middle}>{children}</main>
      </div>
    </div>
  );
}
