// How this shop reckons new and old customers, explained where it is chosen.
import { App, Form, InputNumber, Skeleton, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { put, type SegmentSettings, useGet, useRefresh } from "../../api";
import { useCan } from "../../app/session";
import { ErrorState, FormDrawer, SideDrawer } from "../../kit";
import styles from "./Recipes.module.css";

export function SettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["recipes", "common"]);
  const { message } = App.useApp();
  const can = useCan();
  const refresh = useRefresh();
  const settings = useGet<SegmentSettings>("/segments/settings", {}, { enabled: open });
  if (!settings.data)
    return (
      <SideDrawer open={open} onClose={onClose} title={t("setting.title")} width={480}>
        {settings.error ? <ErrorState error={settings.error} small /> : <Skeleton active />}
      </SideDrawer>
    );
  const days = (name: "w1_days" | "w2_days", label: string, text: string) => (
    <Form.Item name={name} label={label} extra={text} rules={[{ required: true, message: t("common:required") }]}>
      <InputNumber min={1} max={3650} precision={0} className={styles.number} />
    </Form.Item>
  );
  const flag = (name: keyof SegmentSettings, label: string, text: string) => (
    <Form.Item name={name} label={label} extra={text} valuePropName="checked">
      <Switch aria-label={label} />
    </Form.Item>
  );
  return (
    <FormDrawer<SegmentSettings>
      open={open}
      onClose={onClose}
      title={t("setting.title")}
      initial={settings.data}
      save={async (values) => {
        if (can("segments.write")) await put("/segments/settings", { ...settings.data, ...values });
        await refresh("/segments", "/recipes");
        message.success(t("setting.saved"));
      }}
    >
      <p className={styles.body}>{t("setting.intro")}</p>
      {flag("new_customer_counts_pending", t("setting.pending"), t("setting.pendingText"))}
      {flag("refunded_is_new", t("setting.refunded"), t("setting.refundedText"))}
      {days("w1_days", t("setting.w1"), t("setting.w1Text"))}
      {days("w2_days", t("setting.w2"), t("setting.w2Text"))}
    </FormDrawer>
  );
}
