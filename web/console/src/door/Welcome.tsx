// First run: the business, its first shop, the owner's account; one request at the end, after which one is signed in.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { ask, type Channel, Problem, type Session, type Setup, useGet } from "../api";
import { channels, currencies, likelyZone, zones } from "../settings/choices";
import { shortest } from "../settings/password";
import { Door } from "./Door";
import styles from "./Door.module.css";

interface Values {
  business: { name: string; currency: string; time_zone: string };
  shop: { name: string; channel: Channel };
  owner: { name: string; login: string; password: string };
}

const steps = ["business", "shop", "owner"] as const;
const fields: Record<(typeof steps)[number], [string, string][]> = {
  business: [
    ["business", "name"],
    ["business", "currency"],
    ["business", "time_zone"],
  ],
  shop: [
    ["shop", "name"],
    ["shop", "channel"],
  ],
  owner: [
    ["owner", "name"],
    ["owner", "login"],
    ["owner", "password"],
  ],
};

export default function Welcome() {
  const { t, i18n } = useTranslation(["door", "common"]);
  const setup = useGet<Setup>("/setup");
  const [form] = Form.useForm<Values>();
  const [at, setAt] = useState(0);
  const [wrong, setWrong] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const go = useNavigate();
  const step = steps[at] ?? "business";
  const needed = { required: true, message: t("common:required") };

  useEffect(() => {
    document.title = `${t("door:hello")} · ${t("common:brand")}`;
  }, [t]);

  // A shop that was opened from the command line says what the business trades in.
  const currency = setup.data?.currency;
  useEffect(() => {
    if (currency && !form.isFieldTouched(["business", "currency"]))
      form.setFieldValue(["business", "currency"], currency);
  }, [currency, form]);

  if (setup.data && !setup.data.needed) return <Navigate to="/" replace />;

  const onward = async () => {
    try {
      await form.validateFields(fields[step]);
    } catch {
      return;
    }
    if (at < steps.length - 1) {
      if (step === "business" && !form.getFieldValue(["shop", "name"]))
        form.setFieldValue(["shop", "name"], form.getFieldValue(["business", "name"]));
      setAt(at + 1);
      return;
    }
    setBusy(true);
    setWrong(null);
    try {
      const body = { ...form.getFieldsValue(true), locale: i18n.language };
      const session = await ask<Session>("/setup", { method: "POST", body, quiet: true });
      client.clear();
      client.setQueryData(["/session", {}], session);
      go("/overview", { replace: true });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const first = error.errors[0]?.field.split(".")[0];
      const back = steps.indexOf(first as (typeof steps)[number]);
      if (back >= 0) setAt(back);
      form.setFields(error.fields as never);
      setWrong(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Door wide>
      <div className={styles.progress} role="status">
        {steps.map((s, i) => (
          <span key={s} className={i <= at ? `${styles.dot} ${styles.dotOn}` : styles.dot} aria-hidden />
        ))}
        {t("door:step", { now: at + 1, all: steps.length })}
      </div>
      <h1 className={styles.title}>
        {at === 0 ? t("door:hello") : step === "shop" ? t("door:stepShop") : t("door:stepOwner")}
      </h1>
      <p className={styles.lead}>
        {step === "business" ? t("door:helloText") : step === "shop" ? t("door:shopText") : t("door:ownerText")}
      </p>
      <Form<Values>
        form={form}
        layout="vertical"
        size="large"
        requiredMark={false}
        preserve
        initialValues={{
          business: { currency: "CNY", time_zone: likelyZone(i18n.language) },
          shop: { channel: "taobao" },
        }}
        onFinish={() => void onward()}
      >
        {step === "business" ? (
          <>
            <Form.Item
              name={["business", "name"]}
              label={t("door:businessName")}
              extra={t("door:businessText")}
              rules={[needed]}
            >
              <Input autoFocus placeholder={t("door:businessNameHint")} maxLength={80} />
            </Form.Item>
            <div className={styles.pair}>
              <Form.Item name={["business", "currency"]} label={t("door:currency")} rules={[needed]}>
                <Select showSearch={{ optionFilterProp: "label" }} options={currencies(i18n.language)} />
              </Form.Item>
              <Form.Item name={["business", "time_zone"]} label={t("door:zone")} rules={[needed]}>
                <Select showSearch={{ optionFilterProp: "label" }} options={zones()} />
              </Form.Item>
            </div>
          </>
        ) : step === "shop" ? (
          <>
            <Form.Item name={["shop", "name"]} label={t("door:shopName")} rules={[needed]}>
              <Input autoFocus placeholder={t("door:shopNameHint")} maxLength={80} />
            </Form.Item>
            <Form.Item name={["shop", "channel"]} label={t("door:channel")} rules={[needed]}>
              <Select options={channels.map((c) => ({ value: c, label: t(`common:channel.${c}`) }))} />
            </Form.Item>
          </>
        ) : (
          <>
            <div className={styles.pair}>
              <Form.Item name={["owner", "name"]} label={t("door:yourName")} rules={[needed]}>
                <Input autoFocus autoComplete="name" maxLength={80} />
              </Form.Item>
              <Form.Item name={["owner", "login"]} label={t("door:login")} rules={[needed]}>
                <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={80} />
              </Form.Item>
            </div>
            <Form.Item
              name={["owner", "password"]}
              label={t("door:password")}
              extra={t("door:passwordHint", { least: shortest })}
              rules={[needed, { min: shortest, message: t("door:passwordShort", { least: shortest }) }]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
          </>
        )}
        {wrong ? (
          <Form.Item>
            <Alert type="error" showIcon title={wrong.message} role="alert" />
          </Form.Item>
        ) : null}
        <div className={styles.buttons}>
          {at > 0 ? <Button onClick={() => setAt(at - 1)}>{t("common:back")}</Button> : <span />}
          <Button type="primary" htmlType="submit" loading={busy}>
            {at === steps.length - 1 ? t("door:start") : t("common:next")}
          </Button>
        </div>
      </Form>
    </Door>
  );
}
