// A red packet for many: how much, what it is called, how long it holds, and for whom; the sum is in the question.
import { App, Button, Form, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Label, post, useRefresh, type WalletSettings } from "../api";
import { AmountInput, SideDrawer, TonguesField, useConfirm, useFormat, WholeInput } from "../kit";
import { useWhom, WhomField, type WhomKind } from "../segments/Whom";

interface Props {
  settings: WalletSettings;
  open: boolean;
  onClose: () => void;
}

const KINDS: WhomKind[] = ["segment", "customers"];

export function BatchDrawer({ settings, open, onClose }: Props) {
  const { t } = useTranslation("wallet");
  const f = useFormat();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const whom = useWhom(open);
  const [kind, setKind] = useState<WhomKind>("segment");
  const [name, setName] = useState<Label>({ zh: "", en: "" });
  const [amount, setAmount] = useState<number | null>(1_000);
  const [days, setDays] = useState<number | null>(null);
  const people = kind === "segment" ? (whom.chosen?.size ?? 0) : whom.people.size;
  const ready = whom.ready(kind) && (name.zh.trim() || name.en.trim()) !== "" && (amount ?? 0) > 0;
  const give = () =>
    confirm({
      title: t("giveAsk", { people: f.count(people), amount: f.amount(amount ?? 0) }),
      text: t("giveText", { sum: f.amount(people * (amount ?? 0)), days: f.count(days ?? settings.valid_days) }),
      verb: t("give"),
      run: async () => {
        await post("/wallet/batches", {
          to: whom.target(kind),
          amount,
          name,
          ...(days ? { valid_days: days } : {}),
        });
        await refresh("/wallet");
        message.success(t("giveStarted"));
        onClose();
      },
    });
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("give")}
      width={480}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end" }}>
          <Button type="primary" disabled={!ready} onClick={give}>
            {t("give")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        <Form.Item>
          <Segmented<WhomKind>
            block
            value={kind}
            onChange={setKind}
            options={KINDS.map((value) => ({ value, label: t(`toMany.${value}`) }))}
          />
        </Form.Item>
        <WhomField kind={kind} whom={whom} />
        <TonguesField
          label={(tongue) => t(`name_${tongue}`)}
          path={(tongue) => `name.${tongue}`}
          hint={{ zh: t("nameHint") }}
          maxLength={60}
          value={name}
          onChange={setName}
        />
        <Form.Item
          label={t("amountEach")}
          htmlFor="packet-amount"
          required
          extra={settings.most_at_once ? t("mostAtOnce", { amount: f.amount(settings.most_at_once) }) : undefined}
        >
          <AmountInput
            id="packet-amount"
            min={1}
            max={settings.most_at_once ?? undefined}
            value={amount}
            onChange={setAmount}
          />
        </Form.Item>
        <Form.Item label={t("validDays")} htmlFor="packet-days">
          <WholeInput
            id="packet-days"
            min={1}
            max={3650}
            unit={t("days")}
            placeholder={String(settings.valid_days)}
            value={days}
            onChange={setDays}
          />
        </Form.Item>
      </Form>
    </SideDrawer>
  );
}
