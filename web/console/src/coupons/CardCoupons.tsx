// On the card: the coupons that she holds, and giving her one with a reason.
import { App, Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CareBudget, type Coupon, type CustomerCard, type Page, post, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import { labelOf } from "../customers/Who";
import { FormDrawer, Panel, useFormat, useLabel } from "../kit";
import styles from "./Coupons.module.css";
import { useProgrammes } from "./useProgrammes";

export function CardCoupons({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const label = useLabel();
  const can = useCan();
  const reads = can("coupons.read");
  const [giving, setGiving] = useState(false);
  const coupons = useGet<Page<Coupon>>("/coupons", { customer: card.id, state: "held", limit: 20 }, { enabled: reads });
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  if (!reads || !coupons.data) return null;
  const { items } = coupons.data;
  return (
    <Panel
      title={t("card.title")}
      extra={
        can("members.care") ? (
          <Button size="small" onClick={() => setGiving(true)}>
            {t("card.grant")}
          </Button>
        ) : null
      }
    >
      {items.length === 0 ? <span className={styles.quiet}>{t("card.none")}</span> : null}
      <ul className={styles.held}>
        {items.map((one) => (
          <li key={one.id}>
            <span>
              {label(one.name) || one.promotion}
              {one.reason ? (
                <>
                  <br />
                  <span className={styles.quiet}>{one.reason}</span>
                </>
              ) : null}
            </span>
            <span className={styles.quiet}>
              {one.expires_at ? t("card.until", { day: f.day(one.expires_at) }) : null}
            </span>
          </li>
        ))}
      </ul>
      <Grant card={card} open={giving} onClose={() => setGiving(false)} />
    </Panel>
  );
}

interface Values {
  programme: string | null;
  count: number;
  reason: string;
}

function Grant({ card, open, onClose }: { card: CustomerCard; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["coupons", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const f = useFormat();
  const budget = useGet<{ coupons?: CareBudget }>("/members/budget", {}, { enabled: open });
  const left = budget.data?.coupons;
  const running = useProgrammes({ enabled: open, fits: (one) => one.promotion.state === "running" });
  // One key for each opening: a repeated sending gives no second coupon.
  const [key, setKey] = useState("");
  const required = { required: true, message: t("common:required") };
  return (
    <FormDrawer<Values>
      open={open}
      onClose={() => {
        setKey("");
        onClose();
      }}
      title={t("card.grantTitle", { name: labelOf(card) })}
      verb={t("card.grant")}
      initial={{ programme: null, count: 1, reason: "" }}
      save={async ({ programme, count, reason }) => {
        const once = key || `console-${card.id}-${Date.now().toString(36)}`;
        setKey(once);
        const { items } = await post<{ items: Coupon[] }>("/coupons/grant", {
          programme_id: programme,
          customer_id: card.id,
          count,
          reason: reason.trim(),
          key: once,
        });
        await refresh("/coupons", `/customers/${card.id}`, "/members/budget");
        message.success(t("card.granted", { count: items.length }));
        setKey("");
      }}
    >
      {left !== undefined && left.left !== null ? (
        <p className={styles.said}>{t("card.budget", { left: f.count(left.left), used: f.count(left.used) })}</p>
      ) : null}
      {running?.length === 0 ? <p className={styles.said}>{t("card.nothing")}</p> : null}
      <Form.Item name="programme" label={t("card.which")} rules={[required]}>
        <Select options={running} />
      </Form.Item>
      <Form.Item name="count" label={t("card.count")} rules={[required]}>
        <InputNumber min={1} max={20} precision={0} className={styles.whole} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t("card.reason")}
        extra={t("card.reasonHint")}
        rules={[{ ...required, whitespace: true }]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDrawer>
  );
}
