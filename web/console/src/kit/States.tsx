// What a page or list shows when there is nothing, nothing that matches, no answer, or no permission.
import { InboxOutlined, LockOutlined, ReloadOutlined, SearchOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Permission, Problem } from "../api";
import styles from "./States.module.css";

interface Shape {
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  small?: boolean;
  /** The title is the heading of the whole page. */
  heading?: boolean;
}

function State({ icon, title, text, action, small = false, heading = false }: Shape) {
  const Title = heading ? "h1" : "strong";
  return (
    <div className={small ? `${styles.state} ${styles.small}` : styles.state}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Title className={styles.title}>{title}</Title>
      {text ? <p className={styles.text}>{text}</p> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}

/** Nothing here yet: say what would be here and offer the first step. */
export function Empty({ icon, title, ...rest }: Partial<Shape>) {
  const { t } = useTranslation("kit");
  return <State icon={icon ?? <InboxOutlined />} title={title ?? t("emptyTitle")} {...rest} />;
}

/** The filters leave nothing. */
export function NoMatch({ onClear }: { onClear?: () => void }) {
  const { t } = useTranslation("kit");
  return (
    <State
      icon={<SearchOutlined />}
      title={t("noMatchTitle")}
      text={t("noMatchText")}
      action={onClear ? <Button onClick={onClear}>{t("clearFilters")}</Button> : null}
    />
  );
}

export function Forbidden({ permission }: { permission?: Permission }) {
  const { t } = useTranslation(["kit", "common"]);
  const text = permission
    ? t("kit:forbiddenText", { permission: t(`common:permission.${permission}` as "common:permission.customers.read") })
    : t("kit:forbiddenTextAny");
  return <State icon={<LockOutlined />} title={t("kit:forbiddenTitle")} text={text} heading />;
}

interface Trouble {
  error: unknown;
  onRetry?: () => void;
  small?: boolean;
  /** What did not work, where it is not loading. */
  title?: string;
  /** What the page calls what was asked for, by the name that the server knows it by. */
  names?: Record<string, string>;
}

/** What happened, why, what to do; a 403 becomes `Forbidden`. */
export function ErrorState({ error, onRetry, small, title: named, names }: Trouble) {
  const { t } = useTranslation(["kit", "common"]);
  const problem = error instanceof Problem ? error : null;
  if (problem?.status === 403) return <Forbidden />;
  const gone = problem?.status === 0;
  // The title that the server sends is the status in English, for programs; its detail speaks the reader's language.
  const missing = problem?.status === 404;
  const title = gone ? t("kit:awayTitle") : missing ? t("kit:missingTitle") : (named ?? t("kit:errorTitle"));
  // A page has no fields to mark, so it names what was asked for and refused.
  const asked = problem?.errors.filter(({ field, detail }) => field && detail) ?? [];
  const common: Record<string, string> = { from: t("kit:dayFrom"), to: t("kit:dayTo"), shop: t("kit:shop") };
  const called = (field: string) => names?.[field] ?? common[field] ?? field;
  const what = asked
    .map(({ field, detail }) => t("kit:asked", { field: called(field), detail }))
    .join(t("kit:between"));
  // Of a rule the refusal itself says what cannot be; its field is the whole rule.
  const rule = problem?.code === "rule_not_computable";
  const text = gone
    ? t("kit:awayText")
    : what && !rule
      ? t("kit:askedText", { what })
      : problem?.detail || t("kit:errorText");
  return (
    <State
      icon={<WarningOutlined />}
      title={title}
      small={small}
      text={
        <>
          {text}
          {problem?.requestId ? (
            <>
              <br />
              <code>{t("kit:requestId", { id: problem.requestId })}</code>
            </>
          ) : null}
        </>
      }
      action={
        onRetry ? (
          <Button icon={<ReloadOutlined />} onClick={onRetry}>
            {t("common:retry")}
          </Button>
        ) : null
      }
    />
  );
}
