// A level set by hand: with a reason, within the month's budget, locked when the shop says so.
import { App, Checkbox, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import {
  type CareBudget,
  type CustomerCard,
  type CustomerMembership,
  type Programme,
  put,
  useGet,
  useRefresh,
} from "../../api";
import { labelOf } from "../../customers/Who";
import { FormDrawer, useFormat, useLabel } from "../../kit";
import styles from "./CardMembership.module.css";

interface Props {
  card: CustomerCard;
  data: CustomerMembership;
  open: boolean;
  onClose: () => void;
}

export function LevelDrawer({ card, data, open, onClose }: Props) {
  const { t } = useTranslation(["members", "common"]);
  const label = useLabel();
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const programme = useGet<Programme>("/members/programme", {}, { enabled: open });
  const budget = useGet<{ levels: CareBudget }>("/members/budget", {}, { enabled: open });
  const left = budget.data?.levels;
  const options = [
    { value: "", label: t("level_.none") },
    ...(programme.data?.levels ?? []).map((level) => ({ value: level.id ?? "", label: label(level.name) })),
  ];
  return (
    <FormDrawer<{ level: string; reason: string; lock: boolean }>
      open={open}
      onClose={onClose}
      title={t("level_.title", { name: labelOf(card) })}
      initial={{ level: data.level?.id ?? "", reason: "", lock: data.locked }}
      save={async ({ level, reason, lock }) => {
        await put(`/customers/${card.id}/membership/level`, { level: level || null, reason: reason.trim(), lock });
        await refresh(`/customers/${card.id}`, "/members");
        message.success(t("level_.done"));
      }}
    >
      {left && left.cap !== null ? (
        <p className={styles.budget}>{t("level_.budget", { left: f.count(left.left), used: f.count(left.used) })}</p>
      ) : null}
      <Form.Item name="level" label={t("level_.level")} required>
        <Select options={options} loading={programme.isLoading} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t("level_.reason")}
        extra={t("level_.reasonHint")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
      <Form.Item name="lock" valuePropName="checked">
        <Checkbox>{t("level_.lock")}</Checkbox>
      </Form.Item>
    </FormDrawer>
  );
}
