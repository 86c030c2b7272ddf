// The customers behind a figure, at the side: what the figure says, who they are, and a segment of them in two clicks.
import { PieChartOutlined, UsergroupAddOutlined } from "@ant-design/icons";
import { Alert, App, Button, Form, Input } from "antd";
import { createContext, useContext, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { post, type Segment, useRefresh } from "../api";
import { useCan } from "../app/session";
import { BehindRule } from "../customers/BehindRule";
import { SideDrawer, useSaving } from "../kit";
import { useHead } from "./head";
import styles from "./Value.module.css";

export interface Opened {
  /** What they have in common; also proposed as the segment's name. */
  name: string;
  rule?: string;
  /** Whom no rule can name: by what they are named when a list is made of them. */
  kept?: string[];
  figures: { label: string; value: string }[];
  /** What it is called when it is opened as a part; else both names behind each other. */
  alone?: string;
  /** What it falls into, each of which can be opened in its place. */
  parts?: Opened[];
  /** What stands before the parts; else that they are bands of spending. */
  parted?: string;
}

export const CrowdContext = createContext<(opened: Opened) => void>(() => {});

/** Opens the customers behind something. */
export function useCrowd(): (opened: Opened) => void {
  return useContext(CrowdContext);
}

export function Crowd({ opened, onClose }: { opened: Opened | null; onClose: () => void }) {
  const { t } = useTranslation("value");
  const can = useCan();
  const open = useCrowd();
  if (!opened) return null;
  return (
    <SideDrawer open onClose={onClose} title={opened.name}>
      <dl className={styles.facts}>
        {opened.figures.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {opened.parts && opened.parts.length > 1 ? (
        <p className={styles.deeds}>
          <span className={styles.quiet}>{opened.parted ?? t("crowd.parts")}</span>
          {opened.parts.map((part) => (
            <Button
              key={part.name}
              size="small"
              onClick={() => open({ ...part, name: part.alone ?? `${opened.name} · ${part.name}` })}
            >
              {part.name} <span className={styles.quiet}>{part.figures[0]?.value}</span>
            </Button>
          ))}
        </p>
      ) : null}
      {can("segments.write") ? <Keep key={opened.rule ?? opened.kept?.join()} opened={opened} /> : null}
      {opened.rule === undefined ? (
        <p className={styles.note}>{t("crowd.frozen")}</p>
      ) : (
        <OfRule name={opened.name} rule={opened.rule} edits={can("segments.write")} />
      )}
    </SideDrawer>
  );
}

/** What else is done with those whom a rule names, and who they are. */
function OfRule({ name, rule, edits }: { name: string; rule: string; edits: boolean }) {
  const { t } = useTranslation("value");
  const draft = new URLSearchParams({ text: rule, name });
  return (
    <>
      <p className={styles.deeds}>
        <Link to={`/insight?${draft}`}>
          <PieChartOutlined aria-hidden /> {t("crowd.insight")}
        </Link>
        {edits ? <Link to={`/segments/new?${draft}`}>{t("crowd.builder")}</Link> : null}
      </p>
      <BehindRule text={rule} />
    </>
  );
}

function Keep({ opened }: { opened: Opened }) {
  const { t } = useTranslation(["value", "common"]);
  const { message } = App.useApp();
  const go = useNavigate();
  const refresh = useRefresh();
  const [form] = Form.useForm<{ name: string }>();
  const [asking, setAsking] = useState(false);
  const head = useHead();
  const frozen = opened.rule === undefined;
  const { busy, refused, send } = useSaving<{ name: string }>(form, async ({ name }) => {
    const called = name.trim();
    const made = frozen
      ? await post<Segment>("/insight/value/lists", { name: called, of: opened.kept, as_of: head?.as_of })
      : await post<Segment>("/segments", { name: called, text: opened.rule });
    await refresh("/segments");
    message.success(t("crowd.kept", { name: made.name }));
    void go(`/segments/${made.id}`);
  });
  useEffect(() => {
    if (asking) form.getFieldInstance("name")?.focus?.({ cursor: "all" });
  }, [asking, form]);
  if (!asking)
    return (
      <Button type="primary" icon={<UsergroupAddOutlined />} onClick={() => setAsking(true)}>
        {t(frozen ? "crowd.freeze" : "crowd.keep")}
      </Button>
    );
  return (
    <Form form={form} layout="vertical" initialValues={{ name: opened.name }} onFinish={(values) => void send(values)}>
      <Form.Item
        name="name"
        label={t("crowd.name")}
        extra={t(frozen ? "crowd.frozenHint" : "crowd.nameHint")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      {refused ? <Alert type="error" showIcon title={refused.message} role="alert" /> : null}
      <div className={styles.deeds}>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("common:save")}
        </Button>
        <Button onClick={() => setAsking(false)}>{t("common:cancel")}</Button>
      </div>
    </Form>
  );
}
