// Calling a group off, with a reason: how many orders are to be refunded stands in the question.
import { App, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { type GroupBuy, type GroupBuyFull, post, useRefresh } from "../api";
import { FormDrawer, useFormat } from "../kit";
import styles from "./GroupBuys.module.css";

export function CallOff({ group, onClose }: { group: GroupBuy | null; onClose: () => void }) {
  const { t } = useTranslation(["groupBuys", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  return (
    <FormDrawer<{ reason: string }>
      open={group !== null}
      onClose={onClose}
      title={t("callOffTitle", { code: group?.code })}
      verb={t("callOff")}
      initial={{ reason: "" }}
      save={async ({ reason }) => {
        const done = await post<GroupBuyFull>(`/group-buys/${group?.code}/call-off`, { reason: reason.trim() });
        await refresh("/group-buys", "/customers");
        message.success(t("calledOff", { count: done.to_refund, value: f.count(done.to_refund) }));
      }}
    >
      <p className={styles.quiet}>
        {t("callOffText", {
          count: group?.paid ?? 0,
          value: f.count(group?.paid ?? 0),
          amount: f.amount(group?.amount ?? 0),
        })}
      </p>
      <Form.Item
        name="reason"
        label={t("reason")}
        extra={t("reasonHint")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDrawer>
  );
}
