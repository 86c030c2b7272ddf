// What counts as valuable, recent, often, asleep: the shop's own limits. They act at the next reckoning, which saving asks for.
import { InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { put, useGet, useRefresh, type ValueSettings } from "../api";
import { AmountField, Field, Loaded, ValueDrawer, WholeField } from "../kit";
import styles from "./Value.module.css";

export function SettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("value");
  const refresh = useRefresh();
  const settings = useGet<ValueSettings>("/insight/value/settings", {}, { enabled: open });
  return (
    <ValueDrawer
      open={open}
      onClose={onClose}
      title={t("settings.title")}
      width={600}
      verb={t("settings.save")}
      said={t("settings.saved")}
      initial={settings.data ?? null}
      waiting={<Loaded query={settings}>{() => null}</Loaded>}
      save={async (next) => {
        await put("/insight/value/settings", next);
        await refresh("/insight/value");
      }}
    >
      {(draft, change) => (
        <div className={styles.stack}>
          <p className={styles.quiet}>{t("settings.hint")}</p>
          <RfmPart draft={draft} change={change} />
          <LifecyclePart draft={draft} change={change} />
          <MoneyPart draft={draft} change={change} />
          <DeliveredPart draft={draft} change={change} />
        </div>
      )}
    </ValueDrawer>
  );
}

interface Part {
  draft: ValueSettings;
  change: (draft: ValueSettings) => void;
}

function RfmPart({ draft, change }: Part) {
  const { t } = useTranslation("value");
  const { rfm } = draft;
  const set = (part: Partial<ValueSettings["rfm"]>) => change({ ...draft, rfm: { ...rfm, ...part } });
  return (
    <section className={styles.stack}>
      <h3 className={styles.small}>RFM</h3>
      <Field label={t("settings.cut")} path="rfm.cut">
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={t("settings.cut")}
            className={styles.column}
            value={rfm.cut}
            onChange={(event) => set({ cut: event.target.value as typeof rfm.cut })}
            options={(["mean", "median", "scores", "values"] as const).map((value) => ({
              value,
              label: t(`settings.cuts.${value}`),
            }))}
          />
        )}
      </Field>
      {rfm.cut === "scores" ? (
        <div className={styles.pair}>
          {(["recency", "frequency", "monetary"] as const).map((key) => (
            <Field key={key} label={t(`settings.score.${key}`)} path={`rfm.scores.${key}`}>
              {(id, status) => (
                <InputNumber<number>
                  id={id}
                  status={status}
                  className={styles.full}
                  min={1}
                  max={5}
                  precision={0}
                  value={rfm.scores[key]}
                  onChange={(value) => set({ scores: { ...rfm.scores, [key]: value ?? 1 } })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      {rfm.cut === "values" ? (
        <div className={styles.pair}>
          <WholeField
            label={t("settings.value.recency")}
            path="rfm.values.recency_days"
            unit={t("settings.days")}
            value={rfm.values.recency_days}
            onChange={(value) => set({ values: { ...rfm.values, recency_days: value ?? 0 } })}
          />
          <WholeField
            label={t("settings.value.frequency")}
            path="rfm.values.frequency"
            unit={t("settings.times")}
            value={rfm.values.frequency}
            onChange={(value) => set({ values: { ...rfm.values, frequency: value ?? 0 } })}
          />
          <AmountField
            label={t("settings.value.monetary")}
            path="rfm.values.monetary"
            value={rfm.values.monetary}
            onChange={(value) => set({ values: { ...rfm.values, monetary: value ?? 0 } })}
          />
        </div>
      ) : null}
      <Field label={t("settings.tied")} path="rfm.ties">
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={t("settings.tied")}
            className={styles.column}
            value={rfm.ties}
            onChange={(event) => set({ ties: event.target.value as typeof rfm.ties })}
            options={(["together", "by_order"] as const).map((value) => ({
              value,
              label: t(`settings.ties.${value}`),
            }))}
          />
        )}
      </Field>
      <Field label={t("settings.nested")} path="rfm.nesting">
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={t("settings.nested")}
            className={styles.column}
            value={rfm.nesting}
            onChange={(event) => set({ nesting: event.target.value as typeof rfm.nesting })}
            options={(["independent", "nested"] as const).map((value) => ({
              value,
              label: t(`settings.nesting.${value}`),
            }))}
          />
        )}
      </Field>
    </section>
  );
}

function LifecyclePart({ draft, change }: Part) {
  const { t } = useTranslation("value");
  const { lifecycle } = draft;
  return (
    <section className={styles.stack}>
      <h3 className={styles.small}>{t("settings.lifecycle")}</h3>
      <div className={styles.pair}>
        {(["new_days", "loyal_purchases", "sleeping_days", "lost_days"] as const).map((key) => (
          <WholeField
            key={key}
            label={t(`settings.limit.${key}`)}
            path={`lifecycle.${key}`}
            min={1}
            unit={t(key === "loyal_purchases" ? "settings.times" : "settings.days")}
            value={lifecycle[key]}
            onChange={(value) => change({ ...draft, lifecycle: { ...lifecycle, [key]: value ?? 1 } })}
          />
        ))}
        <WholeField
          label={t("settings.churn")}
          path="churn_days"
          hint={t("settings.churnHint")}
          min={7}
          unit={t("settings.days")}
          value={draft.churn_days}
          onChange={(value) => change({ ...draft, churn_days: value ?? 90 })}
        />
      </div>
    </section>
  );
}

/** Thousandths, typed as per cent. */
function Percent({
  id,
  status,
  value,
  onChange,
}: {
  id: string;
  status: "error" | undefined;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <InputNumber<number>
      id={id}
      status={status}
      className={styles.full}
      min={0}
      max={100}
      precision={1}
      suffix="%"
      formatter={(shown) => (shown === undefined || shown === null ? "" : String(Number(shown)))}
      value={value / 10}
      onChange={(typed) => onChange(Math.round((typed ?? 0) * 10))}
    />
  );
}

function MoneyPart({ draft, change }: Part) {
  const { t } = useTranslation("value");
  return (
    <section className={styles.stack}>
      <h3 className={styles.small}>{t("settings.money")}</h3>
      <div className={styles.pair}>
        <Field label={t("settings.margin")} path="usual_margin" hint={t("settings.marginHint")}>
          {(id, status) => (
            <Percent
              id={id}
              status={status}
              value={draft.usual_margin}
              onChange={(usual_margin) => change({ ...draft, usual_margin })}
            />
          )}
        </Field>
        <Field label={t("settings.discount")} path="discount_rate" hint={t("settings.discountHint")}>
          {(id, status) => (
            <Percent
              id={id}
              status={status}
              value={draft.discount_rate}
              onChange={(discount_rate) => change({ ...draft, discount_rate })}
            />
          )}
        </Field>
        {(["review", "photo", "answer", "share", "complaint"] as const).map((key) => (
          <AmountField
            key={key}
            label={t(`settings.influence.${key}`)}
            path={`influence.${key}`}
            value={draft.influence[key]}
            onChange={(value) => change({ ...draft, influence: { ...draft.influence, [key]: value ?? 0 } })}
          />
        ))}
        {(["referral", "decay"] as const).map((word) => {
          const key = word === "decay" ? "referral_decay" : word;
          return (
            <Field key={key} label={t(`settings.${word}`)} path={`influence.${key}`} hint={t(`settings.${word}Hint`)}>
              {(id, status) => (
                <Percent
                  id={id}
                  status={status}
                  value={draft.influence[key]}
                  onChange={(value) => change({ ...draft, influence: { ...draft.influence, [key]: value } })}
                />
              )}
            </Field>
          );
        })}
        <AmountField
          label={t("settings.shipping")}
          path="shipping_cost"
          hint={t("settings.shippingHint")}
          value={draft.shipping_cost}
          onChange={(value) => change({ ...draft, shipping_cost: value ?? 0 })}
        />
      </div>
    </section>
  );
}

/** What one of each counts for, in the drawer's order. */
const DELIVERED = [
  "point",
  "early_hour",
  "late_hour",
  "quick_reply",
  "slow_hour",
  "solved",
  "returned",
  "complaint",
  "inquiry",
] as const;

function DeliveredPart({ draft, change }: Part) {
  const { t } = useTranslation("value");
  const set = (part: Partial<ValueSettings["delivered"]>) =>
    change({ ...draft, delivered: { ...draft.delivered, ...part } });
  return (
    <section className={styles.stack}>
      <h3 className={styles.small}>{t("settings.deliveredTitle")}</h3>
      <div className={styles.pair}>
        <WholeField
          label={t("settings.promised")}
          path="delivered.promised_hours"
          min={1}
          unit={t("settings.hours")}
          value={draft.delivered.promised_hours}
          onChange={(value) => set({ promised_hours: value ?? 1 })}
        />
        <WholeField
          label={t("settings.replied")}
          path="delivered.reply_minutes"
          min={1}
          unit={t("settings.minutes")}
          value={draft.delivered.reply_minutes}
          onChange={(value) => set({ reply_minutes: value ?? 1 })}
        />
        {DELIVERED.map((key) => (
          <AmountField
            key={key}
            label={t(`settings.delivered.${key}`)}
            path={`delivered.${key}`}
            value={draft.delivered[key]}
            onChange={(value) => set({ [key]: value ?? 0 })}
          />
        ))}
      </div>
    </section>
  );
}
