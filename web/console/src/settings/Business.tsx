// The business itself: its name, currency, time zone and default language.

import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Business as Data, patch, useGet } from "../api";
import { useCan } from "../app/session";
import { Loaded, Page, Panel, useSaving } from "../kit";
import { currencies, zones } from "./choices";
import styles from "./Settings.module.css";

export default function Business() {
  const { t } = useTranslation(["settings", "app"]);
  const business = useGet<Data>("/business");
  return (
    <Page narrow title={t("app:page.business")} sentence={t("settings:business.sentence")}>
      <Panel>
        <Loaded query={business}>{(data) => <Editor data={data} />}</Loaded>
      </Panel>
    </Page>
  );
}

function Editor({ data }: { data: Data }) {
  const { t, i18n } = useTranslation(["settings", "common"]);
  const { message } = App.useApp();
  const [form] = Form.useForm<Data>();
  const client = useQueryClient();
  const may = useCan()("settings.write");
  const { busy, send } = useSaving(form, async (values: Data) => {
    const fresh = await patch<Data>("/business", values);
    client.setQueryData(["/business", {}], fresh);
    // The session carries the business too: every amount and date reads it there.
    await client.invalidateQueries({ queryKey: ["/session"] });
    message.success(t("common:saved"));
  });
  const needed = [{ required: true, message: t("common:required") }];
  return (
    <Form<Data>
      form={form}
      layout="vertical"
      initialValues={data}
      disabled={!may}
      className={styles.form}
      onFinish={(values) => void send(values)}
    >
      <Form.Item name="name" label={t("settings:business.name")} rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="currency"
        label={t("settings:business.currency")}
        extra={t("settings:business.currencyHint")}
        rules={needed}
      >
        <Select showSearch={{ optionFilterProp: "label" }} options={currencies(i18n.language)} />
      </Form.Item>
      <Form.Item
        name="time_zone"
        label={t("settings:business.zone")}
        extra={t("settings:business.zoneHint")}
        rules={needed}
      >
        <Select showSearch={{ optionFilterProp: "label" }} options={zones()} />
      </Form.Item>
      <Form.Item
        name="locale"
        label={t("settings:business.locale")}
        extra={t("settings:business.localeHint")}
        rules={needed}
      >
        <Select
          options={[
            { value: "zh-CN", label: "简体中文" },
            { value: "en", label: "English" },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="upload_days"
        label={t("settings:business.uploadDays")}
        extra={t("settings:business.uploadDaysHint")}
        rules={needed}
      >
        <InputNumber min={1} max={365} precision={0} />
      </Form.Item>
      {may ? (
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("common:save")}
        </Button>
      ) : null}
    </Form>
  );
}
