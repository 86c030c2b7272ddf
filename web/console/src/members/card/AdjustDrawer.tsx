// Points given or taken by hand: what will be left is said before, the reason is kept.
import { App, Form, Input, InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { type CareBudget, type CustomerCard, type PointsBalance, post, useGet, useRefresh } from "../../api";
import { labelOf } from "../../customers/Who";
import { FormDrawer, useFormat } from "../../kit";
import styles from "./CardMembership.module.css";

interface Values {
  way: "give" | "take";
  points: number | null;
  reason: string;
  expires: number | null;
}

interface Props {
  card: CustomerCard;
  balance: PointsBalance | undefined;
  open: boolean;
  onClose: () => void;
}

export function AdjustDrawer({ card, balance, open, onClose }: Props) {
  const { t } = useTranslation(["members", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const budget = useGet<{ points: CareBudget }>("/members/budget", {}, { enabled: open });
  const left = budget.data?.points;
  return (
    <FormDrawer<Values>
      open={open}
      onClose={onClose}
      title={t("adjust.title", { name: labelOf(card) })}
      initial={{ way: "give", points: null, reason: "", expires: null }}
      save={async ({ way, points, reason, expires }) => {
        await post(`/customers/${card.id}/points/adjust`, {
          points: (way === "take" ? -1 : 1) * (points ?? 0),
          reason: reason.trim(),
          ...(way === "give" && expires ? { expires_days: expires } : {}),
        });
        await refresh(`/customers/${card.id}`, "/points", "/members");
        message.success(t("adjust.done"));
      }}
    >
      {(form) => (
        <>
          {left && left.cap !== null ? (
            <p className={styles.budget}>
              {t("adjust.budget", { left: f.count(left.left), used: f.count(left.used) })}
            </p>
          ) : null}
          <Form.Item name="way">
            <Segmented
              options={[
                { value: "give", label: t("adjust.give") },
                { value: "take", label: t("adjust.take") },
              ]}
            />
          </Form.Item>
          <Form.Item shouldUpdate noStyle>
            {() => {
              const { way, points } = form.getFieldsValue();
              const after = (balance?.available ?? 0) + (way === "take" ? -1 : 1) * (points ?? 0);
              return (
                <>
                  <Form.Item
                    name="points"
                    label={t("adjust.points")}
                    extra={points ? t("adjust.after", { value: f.count(after) }) : undefined}
                    rules={[
                      { required: true, message: t("common:required") },
                      {
                        validator: () =>
                          balance && after < 0
                            ? Promise.reject(new Error(t("adjust.more", { value: f.count(balance.available) })))
                            : Promise.resolve(),
                      },
                    ]}
                  >
                    <InputNumber min={1} precision={0} className={styles.whole} />
                  </Form.Item>
                  {way === "give" ? (
                    <Form.Item name="expires" label={t("adjust.expires")} extra={t("adjust.expiresHint")}>
                      <InputNumber
                        min={1}
                        max={3650}
                        precision={0}
                        suffix={t("adjust.days")}
                        className={styles.whole}
                      />
                    </Form.Item>
                  ) : null}
                </>
              );
            }}
          </Form.Item>
          <Form.Item
            name="reason"
            label={t("adjust.reason")}
            rules={[{ required: true, whitespace: true, message: t("common:required") }]}
          >
            <Input.TextArea rows={2} maxLength={400} />
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
