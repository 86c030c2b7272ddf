// How coupons are handed out: with codes or without, who may claim, how many, how long they hold.
import { Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { CouponAudience, CouponCodes, ProgrammeHow } from "../api";
import { Field, Panel, WholeField } from "../kit";
import styles from "../promotions/Wizard.module.css";

export const plainHow: ProgrammeHow = {
  codes: "none",
  code: null,
  claimable: true,
  audience: "public",
  most: null,
  most_per_customer: 1,
  most_per_device: null,
  valid_days: null,
  remind_days: 3,
  transferable: false,
};
const CODES: CouponCodes[] = ["none", "single", "unique"];
const AUDIENCES: CouponAudience[] = ["public", "member", "newcomer", "returning"];

interface Props {
  how: ProgrammeHow;
  /** Codes are settled once something was issued. */
  issued?: boolean;
  change: (part: Partial<ProgrammeHow>) => void;
}

export function How({ how, issued = false, change }: Props) {
  const { t } = useTranslation("coupons");
  return (
    <Panel title={t("how")} hint={t("howHint")}>
      <HowFields how={how} issued={issued} change={change} />
    </Panel>
  );
}

export function HowFields({ how, issued = false, change }: Props) {
  const { t } = useTranslation(["coupons", "promotions"]);
  const number = (key: "most" | "most_per_customer" | "most_per_device" | "valid_days" | "remind_days") => (
    <WholeField
      label={t(`field.${key}`)}
      path={`how.${key}`}
      min={1}
      placeholder={key === "valid_days" ? t("untilEnd") : t("promotions:noLimit")}
      unit={key.endsWith("days") ? t("days") : t("each")}
      value={how[key]}
      onChange={(value) => change({ [key]: value })}
    />
  );
  return (
    <div className={styles.fields}>
      <Field label={t("field.codes")} path="how.codes" hint={t(`codesHint.${how.codes}`)}>
        {(id) => (
          <Select
            id={id}
            style={{ width: "100%" }}
            disabled={issued}
            value={how.codes}
            options={CODES.map((value) => ({ value, label: t(`codes.${value}`) }))}
            onChange={(codes) =>
              change({
                codes,
                code: codes === "single" ? how.code : null,
                ...(codes === "unique" ? { claimable: false } : {}),
              })
            }
          />
        )}
      </Field>
      {how.codes === "single" ? (
        <Field label={t("field.code")} path="how.code">
          {(id, status) => (
            <Input
              id={id}
              status={status}
              disabled={issued}
              maxLength={32}
              value={how.code ?? ""}
              onChange={(event) => change({ code: event.target.value || null })}
            />
          )}
        </Field>
      ) : null}
      <Field label={t("field.audience")} path="how.audience">
        {(id) => (
          <Select
            id={id}
            style={{ width: "100%" }}
            value={how.audience}
            options={AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
            onChange={(audience) => change({ audience })}
          />
        )}
      </Field>
      {number("most")}
      {number("most_per_customer")}
      {number("most_per_device")}
      {number("valid_days")}
      {number("remind_days")}
      <div className={styles.turn}>
        <Switch id="claimable" checked={how.claimable} onChange={(claimable) => change({ claimable })} />
        <label htmlFor="claimable">{t("field.claimable")}</label>
      </div>
      <div className={styles.turn}>
        <Switch id="transferable" checked={how.transferable} onChange={(transferable) => change({ transferable })} />
        <label htmlFor="transferable">{t("field.transferable")}</label>
      </div>
    </div>
  );
}
