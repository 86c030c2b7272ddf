// On the card: the red packets that she holds, giving or taking one with a reason, and every movement.
import { App, Button, Form, Input, InputNumber, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type CareBudget,
  type CustomerCard,
  post,
  useGet,
  usePages,
  useRefresh,
  type Wallet,
  type WalletMove,
} from "../api";
import { useCan } from "../app/session";
import { labelOf } from "../customers/Who";
import { AmountInput, Empty, ErrorState, FormDrawer, Panel, SideDrawer, useFormat, useLabel } from "../kit";
import styles from "./Wallet.module.css";

export function CardWallet({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("wallet");
  const label = useLabel();
  const f = useFormat();
  const can = useCan();
  const reads = can("members.read");
  const wallet = useGet<Wallet>(`/customers/${card.id}/wallet`, {}, { enabled: reads });
  const [open, setOpen] = useState<"adjust" | "moves" | null>(null);
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  if (!reads || !wallet.data) return null;
  const { available, currency, packets } = wallet.data;
  const close = () => setOpen(null);
  return (
    <Panel title={t("card.title")} extra={<strong className={styles.figure}>{f.amount(available, currency)}</strong>}>
      {packets.length === 0 ? <span className={styles.quiet}>{t("card.none")}</span> : null}
      <ul className={styles.packets}>
        {packets.slice(0, 5).map((one) => (
          <li key={one.id}>
            <span>
              {label(one.name)} · {f.amount(one.left, currency)}
            </span>
            <span className={styles.quiet}>{t("batchUntil", { day: f.day(one.expires_at) })}</span>
          </li>
        ))}
      </ul>
      <div className={styles.deeds}>
        {can("members.care") ? (
          <Button size="small" onClick={() => setOpen("adjust")}>
            {t("card.adjust")}
          </Button>
        ) : null}
        <Button size="small" type="text" onClick={() => setOpen("moves")}>
          {t("card.moves")}
        </Button>
      </div>
      <Adjust card={card} wallet={wallet.data} open={open === "adjust"} onClose={close} />
      <SideDrawer open={open === "moves"} onClose={close} title={t("card.movesTitle", { name: labelOf(card) })}>
        <Moves id={card.id} currency={currency} />
      </SideDrawer>
    </Panel>
  );
}

interface Values {
  way: "give" | "take";
  amount: number | null;
  reason: string;
  expires: number | null;
}

interface AdjustProps {
  card: CustomerCard;
  wallet: Wallet;
  open: boolean;
  onClose: () => void;
}

function Adjust({ card, wallet, open, onClose }: AdjustProps) {
  const { t } = useTranslation(["wallet", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const budget = useGet<{ credit?: CareBudget }>("/members/budget", {}, { enabled: open });
  const left = budget.data?.credit;
  // One key for each opening: a repeated sending gives no second packet.
  const [key, setKey] = useState("");
  const required = { required: true, message: t("common:required") };
  return (
    <FormDrawer<Values>
      open={open}
      onClose={() => {
        setKey("");
        onClose();
      }}
      title={t("card.adjustTitle", { name: labelOf(card) })}
      initial={{ way: "give", amount: null, reason: "", expires: null }}
      save={async ({ way, amount, reason, expires }) => {
        const once = key || `console-${card.id}-${Date.now().toString(36)}`;
        setKey(once);
        await post(`/customers/${card.id}/wallet/adjust`, {
          amount: (way === "take" ? -1 : 1) * (amount ?? 0),
          reason: reason.trim(),
          key: once,
          ...(way === "give" && expires ? { expires_days: expires } : {}),
        });
        await refresh(`/customers/${card.id}`, "/wallet", "/members/budget");
        message.success(t("card.adjusted"));
      }}
    >
      {left && left.left !== null ? (
        <p className={styles.quiet}>{t("card.budget", { left: f.amount(left.left), used: f.amount(left.used) })}</p>
      ) : null}
      <Form.Item name="way">
        <Segmented
          options={[
            { value: "give", label: t("card.give") },
            { value: "take", label: t("card.take") },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="amount"
        label={t("amount")}
        extra={t("card.has", { amount: f.amount(wallet.available, wallet.currency) })}
        rules={[required]}
      >
        <AmountInput min={1} />
      </Form.Item>
      <Form.Item noStyle dependencies={["way"]}>
        {(form) =>
          form.getFieldValue("way") === "take" ? null : (
            <Form.Item name="expires" label={t("validDays")}>
              <InputNumber min={1} max={3650} precision={0} suffix={t("days")} className={styles.whole} />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item
        name="reason"
        label={t("card.reason")}
        extra={t("card.reasonHint")}
        rules={[{ ...required, whitespace: true }]}
      >
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
    </FormDrawer>
  );
}

function Moves({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation(["wallet", "kit"]);
  const label = useLabel();
  const f = useFormat();
  const pages = usePages<WalletMove>(`/customers/${id}/wallet/history`);
  if (pages.error && !pages.rows) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} small />;
  if (!pages.rows) return <Skeleton active />;
  if (pages.rows.length === 0) return <Empty small title={t("card.movesNone")} />;
  return (
    <>
      <ul className={styles.moves}>
        {pages.rows.map((one) => (
          <li key={one.id}>
            <span>
              {[t(`kind.${one.kind}`), label(one.reason)].filter(Boolean).join(" · ")}
              <br />
              <span className={styles.quiet}>{[f.instant(one.at), one.by, one.order].filter(Boolean).join(" · ")}</span>
            </span>
            <strong>
              {one.amount > 0 ? "+" : ""}
              {f.amount(one.amount, currency)}
            </strong>
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <div className={styles.more}>
          <Button type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("kit:loadMore")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
