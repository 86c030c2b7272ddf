// Whether addresses inside the shop's own network may be told: off unless the receiver stands there.
import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { put, useChange, useGet, type WebhookSettings } from "../api";
import { Panel } from "../kit";
import styles from "./Webhooks.module.css";

export function Private() {
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const settings = useGet<WebhookSettings>("/webhooks/settings");
  const change = useChange((on: boolean) => put("/webhooks/settings", { private_addresses: on }), ["/webhooks"]);
  if (!settings.data) return null;
  return (
    <Panel>
      <div className={styles.private}>
        <Switch
          aria-label={t("private")}
          checked={settings.data.private_addresses}
          loading={change.isPending}
          onChange={(on) => change.mutate(on, { onError: (error) => void message.error(error.message) })}
        />
        <div>
          {t("private")}
          <p className={styles.quiet}>{t("privateText")}</p>
        </div>
      </div>
    </Panel>
  );
}
