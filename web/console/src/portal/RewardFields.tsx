// What one side gets: nothing, points, a red packet or a coupon.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Reward } from "../api";
import { useProgrammes } from "../coupons/useProgrammes";
import { AmountField, Field, WholeField } from "../kit";
import styles from "./Portal.module.css";

const KINDS = ["none", "points", "credit", "coupon"] as const;

interface Props {
  label: string;
  path: string;
  reward: Reward;
  change: (reward: Reward) => void;
}

function fresh(kind: Reward["kind"]): Reward {
  switch (kind) {
    case "points":
      return { kind, points: 100 };
    case "credit":
      return { kind, amount: 1000, valid_days: null };
    case "coupon":
      return { kind, programme: "" };
    default:
      return { kind: "none" };
  }
}

export function RewardFields({ label, path, reward, change }: Props) {
  const { t } = useTranslation("portal");
  const coupons = useProgrammes({
    enabled: reward.kind === "coupon",
    fits: (one) => ["running", "scheduled"].includes(one.promotion.state),
  });
  return (
    <div className={styles.reward}>
      <Field label={label} path={path}>
        {(id, status) => (
          <Select<Reward["kind"]>
            id={id}
            status={status}
            style={{ width: "100%" }}
            value={reward.kind}
            options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(kind) => change(fresh(kind))}
          />
        )}
      </Field>
      {reward.kind === "points" ? (
        <WholeField
          label={t("points")}
          min={1}
          value={reward.points}
          onChange={(points) => change({ kind: "points", points: points ?? 1 })}
        />
      ) : null}
      {reward.kind === "credit" ? (
        <>
          <AmountField
            label={t("amount")}
            min={1}
            value={reward.amount}
            onChange={(amount) => change({ ...reward, amount: amount ?? 1 })}
          />
          <WholeField
            label={t("validDays")}
            min={1}
            max={3650}
            unit={t("days")}
            value={reward.valid_days ?? null}
            onChange={(valid_days) => change({ ...reward, valid_days })}
          />
        </>
      ) : null}
      {reward.kind === "coupon" ? (
        <Field label={t("coupon")} hint={t("couponHint")}>
          {(id) => (
            <Select
              id={id}
              style={{ width: "100%" }}
              value={reward.programme || undefined}
              options={coupons}
              onChange={(programme: string) => change({ kind: "coupon", programme })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
