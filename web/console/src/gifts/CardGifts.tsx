// On the card: the gifts that she was given, and giving one with a reason.
import { App, Button, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type CareBudget,
  type CustomerCard,
  type GiftKind,
  type GivenGift,
  type Label,
  type Page,
  post,
  useGet,
  useRefresh,
} from "../api";
import { useCan } from "../app/session";
import { labelOf } from "../customers/Who";
import { AmountInput, FormDrawer, Panel, TonguesItems, useFormat, useLabel } from "../kit";
import { GiftState } from "./GiftState";
import styles from "./Gifts.module.css";

export function CardGifts({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("gifts");
  const label = useLabel();
  const f = useFormat();
  const can = useCan();
  const reads = can("members.read");
  const gifts = useGet<Page<GivenGift>>(`/customers/${card.id}/gifts`, { limit: 5 }, { enabled: reads });
  const [open, setOpen] = useState(false);
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  if (!reads || !gifts.data) return null;
  const { items } = gifts.data;
  return (
    <Panel title={t("card.title")}>
      {items.length === 0 ? <p className={styles.quiet}>{t("card.none")}</p> : null}
      <ul className={styles.gifts}>
        {items.map((one) => (
          <li key={one.id}>
            <span>
              {label(one.name)}
              <br />
              <span className={styles.quiet}>
                {[f.day(one.at), one.reason ?? t(`sources.${one.source}`), one.note].filter(Boolean).join(" · ")}
              </span>
            </span>
            <GiftState status={one.status} />
          </li>
        ))}
      </ul>
      {can("members.care") ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {t("card.give")}
        </Button>
      ) : null}
      <Give card={card} open={open} onClose={() => setOpen(false)} />
    </Panel>
  );
}

interface Values {
  name: Label;
  kind: GiftKind;
  worth: number | null;
  reason: string;
}

function Give({ card, open, onClose }: { card: CustomerCard; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["gifts", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const budget = useGet<{ gifts?: CareBudget }>("/members/budget", {}, { enabled: open });
  const left = budget.data?.gifts;
  const limited = left !== undefined && left.left !== null;
  // One key for each opening: a repeated sending gives no second gift.
  const [key, setKey] = useState("");
  const required = { required: true, whitespace: true, message: t("common:required") };
  return (
    <FormDrawer<Values>
      open={open}
      onClose={() => {
        setKey("");
        onClose();
      }}
      title={t("card.giveTitle", { name: labelOf(card) })}
      verb={t("card.give")}
      initial={{ name: { zh: "", en: "" }, kind: "goods", worth: null, reason: "" }}
      save={async ({ name, kind, worth, reason }) => {
        const once = key || `console-${card.id}-${Date.now().toString(36)}`;
        setKey(once);
        await post(`/customers/${card.id}/gifts`, {
          name,
          kind,
          worth: worth ?? 0,
          reason: reason.trim(),
          key: once,
        });
        await refresh(`/customers/${card.id}`, "/gifts", "/members/budget");
        message.success(t("card.given"));
      }}
    >
      {limited ? (
        <p className={styles.quiet}>
          {t("card.budget", { left: f.amount(left.left ?? 0), used: f.amount(left.used) })}
        </p>
      ) : null}
      <TonguesItems name="name" label={t("name")} extra={t("nameHint")} required maxLength={60} />
      <Form.Item noStyle dependencies={["kind"]}>
        {(form) => (
          <Form.Item name="kind" label={t("kind")} extra={t(`kindsHint.${form.getFieldValue("kind") as GiftKind}`)}>
            <Segmented
              options={(["goods", "digital"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
            />
          </Form.Item>
        )}
      </Form.Item>
      <Form.Item
        name="worth"
        label={t("card.worth")}
        rules={limited ? [{ required: true, message: t("common:required") }] : []}
      >
        <AmountInput />
      </Form.Item>
      <Form.Item name="reason" label={t("reason")} extra={t("reasonHint")} rules={[required]}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDrawer>
  );
}
