// The rules of red packets: whether they are given and spent, how long they hold, how much of an order they pay.
import { App, Button, Switch } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, put, useRefresh, type WalletSettings } from "../api";
import { AmountInput, Field, type Mistake, Mistakes, SideDrawer, WholeInput } from "../kit";
import styles from "../promotions/Wizard.module.css";

interface Props {
  settings: WalletSettings;
  open: boolean;
  onClose: () => void;
}

export function SettingsDrawer({ settings, open, onClose }: Props) {
  const { t } = useTranslation(["wallet", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(settings);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [busy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is the reason to start anew, not a new answer
  useEffect(() => {
    if (!open) return;
    setDraft(settings);
    setMistakes([]);
  }, [open]);
  const change = (part: Partial<WalletSettings>) => {
    setMistakes([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const save = async () => {
    setBusy(true);
    try {
      await put("/wallet/settings", draft);
      await refresh("/wallet");
      message.success(t("common:saved"));
      onClose();
    } catch (error) {
      if (error instanceof Problem) setMistakes(error.errors.map((one) => ({ path: one.field, text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("settings.title")}
      width={480}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end", gap: 8 }}>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("common:save")}
          </Button>
        </div>
      }
    >
      <Mistakes list={mistakes}>
        <div className={styles.stack}>
          <div className={styles.turn}>
            <Switch id="wallet-on" checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
            <label htmlFor="wallet-on">{t("settings.enabled")}</label>
          </div>
          <Field label={t("settings.validDays")} path="valid_days">
            {(id, status) => (
              <WholeInput
                id={id}
                status={status}
                min={1}
                max={3650}
                unit={t("days")}
                value={draft.valid_days}
                onChange={(days) => change({ valid_days: days ?? 30 })}
              />
            )}
          </Field>
          <Field label={t("settings.share")} path="share_per_mille" hint={t("settings.shareHint")}>
            {(id, status) => (
              <WholeInput
                id={id}
                status={status}
                min={1}
                max={100}
                unit="%"
                value={Math.round(draft.share_per_mille / 10)}
                onChange={(share) => change({ share_per_mille: 10 * (share ?? 100) })}
              />
            )}
          </Field>
          <Field label={t("settings.mostAtOnce")} path="most_at_once">
            {(id, status) => (
              <AmountInput
                id={id}
                status={status}
                placeholder={t("settings.noLimit")}
                value={draft.most_at_once}
                onChange={(most_at_once) => change({ most_at_once })}
              />
            )}
          </Field>
          <Field label={t("settings.remind")} path="remind_days">
            {(id, status) => (
              <WholeInput
                id={id}
                status={status}
                min={1}
                unit={t("days")}
                placeholder={t("settings.remindNone")}
                value={draft.remind_days}
                onChange={(remind_days) => change({ remind_days })}
              />
            )}
          </Field>
        </div>
      </Mistakes>
    </SideDrawer>
  );
}
