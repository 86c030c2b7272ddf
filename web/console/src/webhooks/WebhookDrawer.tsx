// A webhook made or changed; the secret that signs what it sends is shown once, right after it is made.
import { App, Checkbox, Form, Input, Select, Switch, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { type Page, patch, post, type Segment, useGet, useRefresh, type Webhook } from "../api";
import { FormDrawer } from "../kit";
import styles from "./Webhooks.module.css";

const TOPICS = ["segment.entered", "segment.left"] as const;

interface Values {
  url: string;
  topics: Webhook["topics"];
  segments: string[];
  active: boolean;
}

interface Props {
  hook: Webhook | "new" | null;
  /** The segment that a new one is to tell of, where another page says it. */
  segment?: string | undefined;
  onClose: () => void;
}

export function WebhookDrawer({ hook, segment, onClose }: Props) {
  const { t } = useTranslation(["webhooks", "common"]);
  const { modal } = App.useApp();
  const refresh = useRefresh();
  const segments = useGet<Page<Segment>>("/segments", { limit: 200 }, { enabled: hook !== null });
  const old = hook === "new" ? null : hook;
  const save = async ({ segments: chosen, ...values }: Values) => {
    const body = { ...values, url: values.url.trim(), segments: chosen.length > 0 ? chosen : null };
    if (old) await patch(`/webhooks/${old.id}`, body);
    else {
      const made = await post<Webhook & { secret: string }>("/webhooks", body);
      modal.success({
        title: t("secretTitle"),
        width: 520,
        okText: t("secretDone"),
        content: (
          <>
            {t("secretText")}
            <Typography.Paragraph code copyable className={styles.secret}>
              {made.secret}
            </Typography.Paragraph>
          </>
        ),
      });
    }
    await refresh("/webhooks", "/segments");
  };
  return (
    <FormDrawer<Values>
      open={hook !== null}
      onClose={onClose}
      title={old ? t("editTitle") : t("add")}
      verb={old ? undefined : t("common:create")}
      initial={{
        url: old?.url ?? "",
        topics: old?.topics ?? [...TOPICS],
        segments: old?.segments ?? (segment ? [segment] : []),
        active: old?.active ?? true,
      }}
      save={save}
    >
      <Form.Item
        name="url"
        label={t("url")}
        extra={t("urlHint")}
        rules={[
          { required: true, message: t("common:required") },
          { pattern: /^https?:\/\/\S+$/, message: t("urlWrong") },
        ]}
      >
        <Input type="url" autoComplete="off" placeholder="https://" />
      </Form.Item>
      <Form.Item
        name="topics"
        label={t("topics")}
        rules={[{ required: true, type: "array", min: 1, message: t("common:required") }]}
      >
        <Checkbox.Group
          className={styles.stack}
          options={TOPICS.map((value) => ({ value, label: t(`topic.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="segments" label={t("segments")} extra={t("segmentsHint")}>
        <Select
          mode="multiple"
          placeholder={t("segmentsAll")}
          showSearch={{ optionFilterProp: "label" }}
          options={(segments.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item name="active" label={t("active")} valuePropName="checked" required>
        <Switch aria-label={t("active")} />
      </Form.Item>
    </FormDrawer>
  );
}
