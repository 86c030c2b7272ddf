// Sign-in. What is wrong is said where the reader looks, and never which of the two was wrong.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { ask, Problem, type Session } from "../api";
import { Door } from "./Door";
import styles from "./Door.module.css";

interface Values {
  login: string;
  password: string;
}

/** Only paths of this console, never another site. */
function target(to: string | null): string {
  return to?.startsWith("/") && !to.startsWith("//") ? to : "/overview";
}

export default function SignIn() {
  const { t } = useTranslation(["door", "common", "app"]);
  const [wrong, setWrong] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [params] = useSearchParams();
  const client = useQueryClient();
  const go = useNavigate();

  useEffect(() => {
    document.title = `${t("door:signIn")} · ${t("common:brand")}`;
  }, [t]);

  const send = async (values: Values) => {
    setBusy(true);
    setWrong(null);
    try {
      const session = await ask<Session>("/session", { method: "POST", body: values, quiet: true });
      client.clear();
      client.setQueryData(["/session", {}], session);
      go(target(params.get("to")), { replace: true });
    } catch (error) {
      if (error instanceof Problem) setWrong(error);
    } finally {
      setBusy(false);
    }
  };

  const words = (problem: Problem) => {
    if (problem.code === "too_many_attempts") return t("door:tooMany", { seconds: problem.retryAfter ?? 60 });
    return problem.status === 401 ? t("door:wrong") : problem.message;
  };

  return (
    <Door>
      <h1 className={styles.title}>{t("door:welcomeBack")}</h1>
      <p className={styles.lead}>{t("app:tagline")}</p>
      <Form<Values> layout="vertical" size="large" requiredMark={false} onFinish={(values) => void send(values)}>
        <Form.Item name="login" label={t("door:login")} rules={[{ required: true, message: t("common:required") }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("door:password")}
          rules={[{ required: true, message: t("common:required") }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {wrong ? (
          <Form.Item>
            <Alert type="error" showIcon title={words(wrong)} role="alert" />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t("door:signIn")}
        </Button>
      </Form>
      <p className={styles.foot}>{t("door:forgot")}</p>
    </Door>
  );
}
