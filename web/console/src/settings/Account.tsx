// One's own account: name, language, appearance, password.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { patch, type Session } from "../api";
import { useSession } from "../app/session";
import { type Locale, speak } from "../i18n";
import { Page, Panel, useSaving } from "../kit";
import { type Choice, useAppearance } from "../theme/appearance";
import { shortest } from "./password";
import styles from "./Settings.module.css";

interface Passwords {
  current: string;
  new: string;
  again: string;
}

export default function Account() {
  const { t, i18n } = useTranslation(["settings", "common", "app"]);
  const { user, version } = useSession();
  const { choice, choose } = useAppearance();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [profile] = Form.useForm<{ name: string }>();
  const [passwords] = Form.useForm<Passwords>();

  const change = async (body: object) => {
    client.setQueryData(["/session", {}], await patch<Session>("/session", body));
  };
  const naming = useSaving(profile, async ({ name }) => {
    await change({ name });
    message.success(t("common:saved"));
  });
  const locking = useSaving(passwords, async ({ current, new: fresh }) => {
    await change({ password: { current, new: fresh } });
    passwords.resetFields();
    message.success(t("settings:account.changed"));
  });
  const needed = { required: true, message: t("common:required") };

  return (
    <Page narrow title={t("app:page.account")} sentence={t("settings:account.sentence")}>
      <Panel title={t("settings:account.profile")}>
        <Form
          form={profile}
          layout="vertical"
          className={styles.form}
          initialValues={{ name: user.name }}
          onFinish={(values) => void naming.send(values)}
        >
          <Form.Item name="name" label={t("settings:account.name")} rules={[needed]}>
            <Input maxLength={80} autoComplete="name" />
          </Form.Item>
          <Form.Item label={t("settings:account.language")}>
            <Segmented<Locale>
              aria-label={t("settings:account.language")}
              value={i18n.language as Locale}
              onChange={(locale) => {
                speak(locale);
                void change({ locale });
              }}
              options={[
                { value: "zh-CN", label: "简体中文" },
                { value: "en", label: "English" },
              ]}
            />
          </Form.Item>
          <Form.Item label={t("settings:account.appearance")}>
            <Segmented<Choice>
              aria-label={t("settings:account.appearance")}
              value={choice}
              onChange={(theme) => {
                choose(theme);
                void change({ theme });
              }}
              options={(["light", "dark", "system"] as const).map((value) => ({ value, label: t(`app:${value}`) }))}
            />
          </Form.Item>
          {naming.refused ? <Alert type="error" showIcon title={naming.refused.message} role="alert" /> : null}
          <Button type="primary" htmlType="submit" loading={naming.busy}>
            {t("common:save")}
          </Button>
        </Form>
      </Panel>
      <Panel title={t("settings:account.password")}>
        <Form
          form={passwords}
          layout="vertical"
          className={styles.form}
          onFinish={(values) => void locking.send(values)}
        >
          <Form.Item name="current" label={t("settings:account.current")} rules={[needed]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Form.Item
            name="new"
            label={t("settings:account.new")}
            rules={[needed, { min: shortest, message: t("settings:account.short", { least: shortest }) }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label={t("settings:account.again")}
            dependencies={["new"]}
            rules={[
              needed,
              {
                validator: (_, value) =>
                  !value || value === passwords.getFieldValue("new")
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("settings:account.differ"))),
              },
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          {locking.refused ? <Alert type="error" showIcon title={locking.refused.message} role="alert" /> : null}
          <Button type="primary" htmlType="submit" loading={locking.busy}>
            {t("settings:account.password")}
          </Button>
        </Form>
      </Panel>
      <p className={styles.quiet}>{t("settings:account.version", { version })}</p>
    </Page>
  );
}
