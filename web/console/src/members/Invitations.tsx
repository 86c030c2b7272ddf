// 邀请码: codes by which customers join, how many did by each, and stopping one.
import { App, Button, Form, Input, InputNumber, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { type Invitation, type Page, type Programme, post, remove, useGet, useRefresh } from "../api";
import { useCan, useSession } from "../app/session";
import { dayStart } from "../customers/query";
import { Empty, Loaded, SideDrawer, useConfirm, useFormat, useSaving } from "../kit";
import styles from "./Members.module.css";

interface Values {
  name: string;
  code?: string;
  cap?: number | null;
  ends?: string;
}

interface Props {
  open: boolean;
  onClose: () => void;
  programme: Programme | undefined;
}

export function Invitations({ open, onClose, programme }: Props) {
  const { t } = useTranslation("members");
  const can = useCan()("members.write");
  const list = useGet<Page<Invitation>>("/members/invitations", {}, { enabled: open });
  return (
    <SideDrawer open={open} onClose={onClose} title={t("invitations.title")} width={520}>
      <p className={styles.lead}>{t("invitations.text")}</p>
      {programme && !programme.ways.invitation ? <p className={styles.quiet}>{t("invitations.closed")}</p> : null}
      {can ? <Add /> : null}
      <Loaded query={list} small>
        {({ items }) =>
          items.length === 0 ? <Empty small title={t("invitations.none")} /> : <Codes items={items} can={can} />
        }
      </Loaded>
    </SideDrawer>
  );
}

function Add() {
  const { t } = useTranslation(["members", "common"]);
  const [form] = Form.useForm<Values>();
  const refresh = useRefresh();
  const { message } = App.useApp();
  const { time_zone } = useSession().business;
  const { busy, refused, send } = useSaving<Values>(form, async ({ name, code, cap, ends }) => {
    await post("/members/invitations", {
      name: name.trim(),
      ...(code?.trim() ? { code: code.trim() } : {}),
      ...(cap ? { cap } : {}),
      ...(ends ? { ends_at: dayStart(ends, time_zone, 1) } : {}),
    });
    await refresh("/members/invitations");
    form.resetFields();
    message.success(t("common:saved"));
  });
  return (
    <Form form={form} layout="vertical" className={styles.add} onFinish={(values) => void send(values)}>
      <div className={styles.two}>
        <Form.Item
          name="name"
          label={t("invitations.name")}
          rules={[{ required: true, message: t("common:required") }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="code" label={t("invitations.code")}>
          <Input maxLength={32} autoComplete="off" placeholder={t("invitations.codeHint")} />
        </Form.Item>
        <Form.Item name="cap" label={t("invitations.cap")}>
          <InputNumber min={1} precision={0} className={styles.whole} placeholder={t("invitations.capNone")} />
        </Form.Item>
        <Form.Item name="ends" label={t("invitations.ends")}>
          <Input type="date" />
        </Form.Item>
      </div>
      {refused ? <p role="alert">{refused.message}</p> : null}
      <Button htmlType="submit" type="primary" loading={busy}>
        {t("invitations.add")}
      </Button>
    </Form>
  );
}

function Codes({ items, can }: { items: Invitation[]; can: boolean }) {
  const { t } = useTranslation("members");
  const f = useFormat();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const stop = (one: Invitation) =>
    confirm({
      title: t("invitations.stopAsk", { code: one.code }),
      text: t("invitations.stopText", { used: f.count(one.used) }),
      verb: t("invitations.stop"),
      danger: true,
      run: async () => {
        await remove(`/members/invitations/${encodeURIComponent(one.code)}`);
        await refresh("/members/invitations");
      },
    });
  return (
    <ul className={styles.codes}>
      {items.map((one) => (
        <li key={one.code}>
          <div>
            <strong>{one.name}</strong>
            <div className={styles.quiet}>
              <Typography.Text code copyable>
                {one.code}
              </Typography.Text>{" "}
              {one.cap === null
                ? t("invitations.used", { used: f.count(one.used) })
                : t("invitations.usedOf", { used: f.count(one.used), cap: f.count(one.cap) })}
              {one.ends_at ? ` · ${t("invitations.ends")} ${f.day(one.ends_at)}` : null}
            </div>
          </div>
          {can ? (
            <Button type="text" onClick={() => stop(one)}>
              {t("invitations.stop")}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
