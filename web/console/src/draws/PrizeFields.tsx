// One prize: what it is, what it is worth, how many there are, and how likely it is.
import { DeleteOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { DrawPrize, PrizeKind } from "../api";
import { useProgrammes } from "../coupons/useProgrammes";
import { AmountField, Field, TonguesField, WholeField } from "../kit";
import styles from "./Draws.module.css";
import { freshPrize, PRIZES } from "./terms";

interface Props {
  at: number;
  prize: DrawPrize;
  change: (part: Partial<DrawPrize>) => void;
  drop?: () => void;
}

export function PrizeFields({ at, prize, change, drop }: Props) {
  const { t } = useTranslation("draws");
  const path = `prizes.${at}`;
  const coupons = useProgrammes({ enabled: prize.kind === "coupon" });
  return (
    <fieldset className={styles.prize}>
      <legend className="unseen">{t("prizeN", { n: at + 1 })}</legend>
      <div className={styles.prizeHead}>
        <strong>{t("prizeN", { n: at + 1 })}</strong>
        {drop ? (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t("prizeDrop", { n: at + 1 })}
            onClick={drop}
          />
        ) : null}
      </div>
      <div className={styles.prizeFields}>
        <Field label={t("field.prizeKind")} path={`${path}.kind`}>
          {(id) => (
            <Select<PrizeKind>
              id={id}
              style={{ width: "100%" }}
              value={prize.kind}
              options={PRIZES.map((value) => ({ value, label: t(`prizeKind.${value}`) }))}
              onChange={(kind) => {
                const { amount, ref, valid_days } = freshPrize(kind);
                change({ kind, amount, ref, valid_days });
              }}
            />
          )}
        </Field>
        <TonguesField
          label={(tongue) => t(`field.prizeName_${tongue}`)}
          path={(tongue) => `${path}.name.${tongue}`}
          maxLength={60}
          value={prize.name}
          onChange={(name) => change({ name })}
        />
        {prize.kind === "coupon" ? (
          <Field label={t("field.coupon")} path={`${path}.ref`}>
            {(id, status) => (
              <Select
                id={id}
                status={status}
                style={{ width: "100%" }}
                value={prize.ref}
                options={coupons}
                onChange={(ref) => change({ ref })}
              />
            )}
          </Field>
        ) : null}
        {prize.kind === "points" ? (
          <WholeField
            label={t("field.points_")}
            path={`${path}.amount`}
            min={1}
            value={prize.amount}
            onChange={(amount) => change({ amount })}
          />
        ) : null}
        {prize.kind === "credit" ? (
          <>
            <AmountField
              label={t("field.credit")}
              path={`${path}.amount`}
              min={1}
              value={prize.amount}
              onChange={(amount) => change({ amount })}
            />
            <WholeField
              label={t("field.validDays")}
              path={`${path}.valid_days`}
              min={1}
              value={prize.valid_days}
              onChange={(valid_days) => change({ valid_days })}
            />
          </>
        ) : null}
        <AmountField
          label={t("field.worth")}
          path={`${path}.worth`}
          value={prize.worth}
          onChange={(worth) => change({ worth: worth ?? 0 })}
        />
        <WholeField
          label={t("field.quantity")}
          path={`${path}.quantity`}
          min={1}
          value={prize.quantity}
          onChange={(quantity) => change({ quantity: quantity ?? 1 })}
        />
        <Field label={t("field.chance")} path={`${path}.chance_ppm`}>
          {(id, status) => (
            <InputNumber<number>
              id={id}
              status={status}
              style={{ width: "100%" }}
              suffix="%"
              min={0.0001}
              max={100}
              step={0.1}
              value={prize.chance_ppm / 10_000}
              onChange={(share) => change({ chance_ppm: Math.max(1, Math.round((share ?? 0) * 10_000)) })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
