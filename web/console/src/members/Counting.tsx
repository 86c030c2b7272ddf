// How a level is reached and kept: what counts, over how long, for how long it is kept, and what a refund does.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { CountedBy, Programme } from "../api";
import { Field, WholeInput } from "../kit";
import styles from "./Members.module.css";

const BY: CountedBy[] = ["amount", "deals", "either", "both"];

interface Props {
  draft: Programme;
  change: (part: Partial<Programme>) => void;
}

export function Counting({ draft, change }: Props) {
  const { t } = useTranslation("members");
  return (
    <div className={styles.three}>
      <Field label={t("edit.by")} path="by">
        {(id) => (
          <Select<CountedBy>
            id={id}
            value={draft.by}
            options={BY.map((value) => ({ value, label: t(`edit.bys.${value}`) }))}
            onChange={(by) => change({ by })}
          />
        )}
      </Field>
      <Field label={t("edit.period")} path="period_days">
        {(id, status) => (
          <span className={styles.joined}>
            <Select
              id={id}
              value={draft.period_days === null ? "all" : "days"}
              options={[
                { value: "all", label: t("edit.periodAll") },
                { value: "days", label: t("edit.periodDays") },
              ]}
              onChange={(kind) => change({ period_days: kind === "all" ? null : 365 })}
            />
            {draft.period_days === null ? null : (
              <WholeInput
                label={t("edit.periodDays")}
                status={status}
                min={1}
                max={3650}
                unit={t("edit.days")}
                value={draft.period_days}
                onChange={(days) => change({ period_days: days ?? 365 })}
              />
            )}
          </span>
        )}
      </Field>
      <Field label={t("edit.expiry")} path="expiry_days">
        {(id, status) => (
          <span className={styles.joined}>
            <Select
              id={id}
              value={draft.expiry_days === null ? "never" : "days"}
              options={[
                { value: "never", label: t("edit.expiryNever") },
                { value: "days", label: t("edit.expiryDays") },
              ]}
              onChange={(kind) => change({ expiry_days: kind === "never" ? null : 365 })}
            />
            {draft.expiry_days === null ? null : (
              <WholeInput
                label={t("edit.expiryAfter")}
                status={status}
                min={1}
                max={3650}
                unit={t("edit.days")}
                value={draft.expiry_days}
                onChange={(days) => change({ expiry_days: days ?? 365 })}
              />
            )}
          </span>
        )}
      </Field>
      <Field label={t("edit.refunds")} path="refunds">
        {(id) => (
          <Select
            id={id}
            value={draft.refunds}
            options={[
              { value: "reverse", label: t("edit.refundsReverse") },
              { value: "keep", label: t("edit.refundsKeep") },
            ]}
            onChange={(refunds) => change({ refunds })}
          />
        )}
      </Field>
    </div>
  );
}
