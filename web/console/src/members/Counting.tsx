// How a level is reached and kept: what counts, since when, over how long, for how long it is kept, and what a refund does.
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { CountedBy, Programme } from "../api";
import { Field, useFormat, WholeInput } from "../kit";
import { instantAt } from "../kit/wallClock";
import styles from "./Members.module.css";

const BY: CountedBy[] = ["amount", "deals", "either", "both"];
/** Before any order: every deal counts. */
const EVER = "2000-01-01T00:00:00Z";

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
      <Since draft={draft} change={change} />
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

function Since({ draft, change }: Props) {
  const { t } = useTranslation("members");
  const f = useFormat();
  const { since } = draft;
  const kind = since === null ? "now" : Date.parse(since) <= Date.parse(EVER) ? "ever" : "day";
  const at = { now: null, ever: EVER, day: new Date().toISOString() };
  return (
    <Field label={t("edit.since")} path="since" hint={t(draft.ways.automatic ? "edit.sinceHint" : "edit.sinceHintOff")}>
      {(id, status) => (
        <span className={styles.joined}>
          <Select<keyof typeof at>
            id={id}
            status={status}
            value={kind}
            options={[
              ...(kind === "now" || !draft.enabled ? [{ value: "now" as const, label: t("edit.sinceNow") }] : []),
              { value: "ever" as const, label: t("edit.sinceAll") },
              { value: "day" as const, label: t("edit.sinceDay") },
            ]}
            onChange={(next) => change({ since: at[next] })}
          />
          {kind === "day" ? (
            <Input
              type="date"
              aria-label={t("edit.sinceDay")}
              status={status}
              value={f.day(since)}
              onChange={(event) => {
                if (event.target.value) change({ since: instantAt(event.target.value, f.setting.zone) });
              }}
            />
          ) : null}
        </span>
      )}
    </Field>
  );
}
