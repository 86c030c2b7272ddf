// One thing, and then another, or then not: within how long, of the same product or of anything.
import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Step, Then, Unit } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { kindOf, propertyOf, useBuilder } from "./context";
import { AddFilter, FilterEditor } from "./FilterEditor";
import { WindowPicker } from "./WindowPicker";

const UNITS: Unit[] = ["minutes", "hours", "days", "weeks"];

export function ThenNode({ rule, onChange }: { rule: Then; onChange: (rule: Then) => void }) {
  const { t } = useTranslation("builder");
  const { catalogue } = useBuilder();
  const label = useLabel();
  // biome-ignore lint/suspicious/noThenProperty: the API names it so, and nobody awaits a rule
  const second = (next: Step) => onChange({ ...rule, then: next });
  const [first, then] = [kindOf(catalogue, rule.first.kind), kindOf(catalogue, rule.then.kind)];
  const shared = first.properties.filter(
    (one) => ["text", "choice"].includes(one.type) && then.properties.some((other) => other.name === one.name),
  );
  return (
    <>
      <StepEditor
        name={t("sequence.first")}
        step={rule.first}
        onChange={(next) => onChange({ ...rule, first: next })}
      />
      <span className={styles.parts}>
        <WindowPicker window={rule.window ?? { window: "ever" }} onChange={(window) => onChange({ ...rule, window })} />
      </span>
      <span className={styles.break} />
      <Select<"did" | "not">
        variant="filled"
        aria-label={t("sequence.after")}
        value={rule.negated ? "not" : "did"}
        popupMatchSelectWidth={false}
        options={[
          { value: "did", label: `${t("sequence.after")} ${t("sequence.did")}` },
          { value: "not", label: `${t("sequence.after")} ${t("sequence.didNot")}` },
        ]}
        onChange={(next) => onChange({ ...rule, negated: next === "not" })}
      />
      <StepEditor name={t("sequence.after")} step={rule.then} bare onChange={second} />
      <span className={styles.parts}>
        <span className={styles.quiet}>{t("sequence.within")}</span>
        <InputNumber
          className={styles.small}
          aria-label={t("sequence.within")}
          min={1}
          max={9999}
          precision={0}
          value={rule.within.n}
          onChange={(n) => n !== null && onChange({ ...rule, within: { ...rule.within, n } })}
        />
        <Select<Unit>
          aria-label={t("window.unit")}
          value={rule.within.unit}
          popupMatchSelectWidth={false}
          options={UNITS.map((one) => ({ value: one, label: t(`window.units.${one}`) }))}
          onChange={(unit) => onChange({ ...rule, within: { ...rule.within, unit } })}
        />
      </span>
      {shared.length > 0 || rule.same ? (
        <Select
          variant="filled"
          aria-label={t("sequence.same")}
          value={rule.same ?? ""}
          popupMatchSelectWidth={false}
          options={[
            { value: "", label: t("sequence.sameNone") },
            ...shared.map((one) => ({ value: one.name, label: t("sequence.sameOf", { what: label(one.label) }) })),
            ...(rule.same && !shared.some((one) => one.name === rule.same)
              ? [{ value: rule.same, label: t("sequence.sameOf", { what: label(propertyOf(first, rule.same).label) }) }]
              : []),
          ]}
          onChange={(same) => onChange({ ...rule, same: same || null })}
        />
      ) : null}
    </>
  );
}

function StepEditor({
  name,
  step,
  onChange,
  bare = false,
}: {
  name: string;
  step: Step;
  onChange: (step: Step) => void;
  bare?: boolean;
}) {
  const { t } = useTranslation("builder");
  const { catalogue } = useBuilder();
  const label = useLabel();
  const kind = kindOf(catalogue, step.kind);
  return (
    <span className={styles.parts}>
      {bare ? null : <span className={styles.quiet}>{name}</span>}
      <Select
        aria-label={`${name} ${t("sequence.what")}`}
        value={step.kind || null}
        popupMatchSelectWidth={false}
        options={catalogue.kinds.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={(next: string) => onChange({ kind: next })}
      />
      {step.filter ? (
        <>
          <span className={styles.quiet}>{t("filter.label")}</span>
          <FilterEditor kind={kind} filter={step.filter} onChange={(filter) => onChange({ ...step, filter })} />
        </>
      ) : null}
      <AddFilter kind={kind} filter={step.filter} onChange={(filter) => onChange({ ...step, filter })} />
    </span>
  );
}
