// Merging by hand: find the other one, see both, say why.
import { App, Form, Input, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type CustomerCard, type CustomerRow, type Page, post, useGet, useRefresh } from "../api";
import { useKeepShops } from "../app/session";
import { FormDrawer, useFormat } from "../kit";
import styles from "./Card.module.css";
import { region } from "./columns";
import { labelOf } from "./Who";

interface Values {
  others: string[];
  reason: string;
}

export function MergeDrawer({ card, open, onClose }: { card: CustomerCard; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const f = useFormat();
  const refresh = useRefresh();
  const go = useNavigate();
  const keep = useKeepShops();
  const [text, setText] = useState("");
  const [known, setKnown] = useState<Record<string, CustomerRow>>({});
  const q = useDeferredValue(text.trim());
  const found = useGet<Page<CustomerRow>>("/customers", { q, limit: 8 }, { enabled: open && q.length > 0, keep: true });
  const rows = (q ? (found.data?.items ?? []) : []).filter((row) => row.id !== card.id);
  const say = (row: CustomerRow) =>
    [labelOf(row), row.name, row.mobile, region(row), t("merge.deals", { count: row.deals })]
      .filter(Boolean)
      .join(" · ");
  return (
    <FormDrawer<Values>
      open={open}
      onClose={onClose}
      title={t("merge.title", { name: labelOf(card) })}
      initial={{ others: [], reason: "" }}
      verb={t("merge.verb")}
      width={520}
      save={async ({ others, reason }) => {
        const whole = await post<{ id: string }>("/customers/merge", { customer_ids: [card.id, ...others], reason });
        message.success(t("merge.done", { count: others.length + 1 }));
        await refresh("/customers", "/proposals");
        if (whole.id && whole.id !== card.id) go(keep(`/customers/${whole.id}`), { replace: true });
      }}
    >
      {(form) => (
        <>
          <p className={styles.lead}>{t("merge.text")}</p>
          <Form.Item name="others" label={t("merge.with")} rules={[{ required: true, message: t("common:required") }]}>
            <Select
              mode="multiple"
              showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
              notFoundContent={q ? t("merge.nobody") : t("merge.typeFirst")}
              placeholder={t("search")}
              options={rows.map((row) => ({ value: row.id, label: labelOf(row), row }))}
              optionRender={(option) => <span className={styles.option}>{say(option.data.row)}</span>}
              onSelect={(_id: string, option) => {
                setKnown((old) => ({ ...old, [option.row.id]: option.row }));
                setText("");
              }}
            />
          </Form.Item>
          <Form.Item shouldUpdate noStyle>
            {() => {
              const others = ((form.getFieldValue("others") as string[] | undefined) ?? []).flatMap((id) => {
                const row = known[id];
                return row ? [row] : [];
              });
              if (others.length === 0) return null;
              const all = [card, ...others];
              const sum = (of: (row: CustomerRow) => number) => all.reduce((total, row) => total + of(row), 0);
              return (
                <p className={styles.outcome}>
                  {t("merge.outcome", {
                    count: all.length,
                    deals: f.count(sum((row) => row.deals)),
                    amount: f.amount(
                      sum((row) => row.deal_amount.amount),
                      card.deal_amount.currency,
                    ),
                    profiles: f.count(sum((row) => row.profiles)),
                  })}
                </p>
              );
            }}
          </Form.Item>
          <Form.Item
            name="reason"
            label={t("merge.reason")}
            rules={[{ required: true, message: t("common:required") }]}
          >
            <Input.TextArea rows={2} maxLength={400} placeholder={t("merge.example")} />
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
