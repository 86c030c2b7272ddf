// The rules of red packets: whether they are given and spent, how long they hold, how much of an order they pay.
import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { put, useRefresh, type WalletSettings } from "../api";
import { AmountField, ValueDrawer, WholeField } from "../kit";
import styles from "../promotions/Wizard.module.css";

interface Props {
  settings: WalletSettings;
  open: boolean;
  onClose: () => void;
}

export function SettingsDrawer({ settings, open, onClose }: Props) {
  const { t } = useTranslation("wallet");
  const refresh = useRefresh();
  return (
    <ValueDrawer
      open={open}
      onClose={onClose}
      title={t("settings.title")}
      initial={settings}
      save={async (next) => {
        await put("/wallet/settings", next);
        await refresh("/wallet");
      }}
    >
      {(draft, change) => (
        <div className={styles.stack}>
          <div className={styles.turn}>
            <Switch id="wallet-on" checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
            <label htmlFor="wallet-on">{t("settings.enabled")}</label>
          </div>
          <WholeField
            label={t("settings.validDays")}
            path="valid_days"
            min={1}
            max={3650}
            unit={t("days")}
            value={draft.valid_days}
            onChange={(days) => change({ valid_days: days ?? 30 })}
          />
          <WholeField
            label={t("settings.share")}
            path="share_per_mille"
            hint={t("settings.shareHint")}
            min={1}
            max={100}
            unit="%"
            value={Math.round(draft.share_per_mille / 10)}
            onChange={(share) => change({ share_per_mille: 10 * (share ?? 100) })}
          />
          <AmountField
            label={t("settings.mostAtOnce")}
            path="most_at_once"
            placeholder={t("settings.noLimit")}
            value={draft.most_at_once}
            onChange={(most_at_once) => change({ most_at_once })}
          />
          <WholeField
            label={t("settings.remind")}
            path="remind_days"
            min={1}
            unit={t("days")}
            placeholder={t("settings.remindNone")}
            value={draft.remind_days}
            onChange={(remind_days) => change({ remind_days })}
          />
        </div>
      )}
    </ValueDrawer>
  );
}
