// A condition on what somebody did: which facts, in which time, how often and to what amounts.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Did } from "../../api";
import { useLabel } from "../../kit";
import { AddBound, Bounds } from "./Bounds";
import styles from "./Builder.module.css";
import { kindOf, useBuilder } from "./context";
import { AddFilter, FilterEditor } from "./FilterEditor";
import { LostKind } from "./Lost";
import { WindowPicker } from "./WindowPicker";

type Deed = "did" | "didNot" | "first" | "last";

interface Props {
  rule: Did;
  not: boolean;
  onChange: (rule: Did, not?: boolean) => void;
}

export function DidNode({ rule, not, onChange }: Props) {
  const { t } = useTranslation("builder");
  const { catalogue } = useBuilder();
  const label = useLabel();
  const kind = kindOf(catalogue, rule.kind);
  const occasion = rule.occasion ?? "every";
  const deed: Deed = occasion === "every" ? (not ? "didNot" : "did") : occasion;
  const bounds = rule.bounds ?? [];
  if (!catalogue.kinds.some((one) => one.name === rule.kind))
    return <LostKind name={rule.kind} onPick={(next) => onChange({ ...rule, kind: next, filter: null, bounds: [] })} />;
  return (
    <>
      <Select<Deed>
        className={styles.deed}
        variant="filled"
        aria-label={t("deed.label")}
        value={deed}
        popupMatchSelectWidth={false}
        options={(["did", "didNot", "first", "last"] as const).map((one) => ({
          value: one,
          label: t(`deed.${one}`),
        }))}
        onChange={(next) =>
          next === "first" || next === "last"
            ? onChange({ ...rule, occasion: next, bounds: [] }, occasion !== "every" && not)
            : onChange({ ...rule, occasion: "every" }, next === "didNot")
        }
      />
      <strong className={styles.what}>{label(kind.label)}</strong>
      <WindowPicker window={rule.window ?? { window: "ever" }} onChange={(window) => onChange({ ...rule, window })} />
      {occasion === "every" ? (
        <Bounds kind={kind} bounds={bounds} onChange={(next) => onChange({ ...rule, bounds: next })} />
      ) : null}
      {rule.filter ? (
        <span className={styles.parts}>
          <span className={styles.quiet}>{t("filter.label")}</span>
          <FilterEditor kind={kind} filter={rule.filter} onChange={(filter) => onChange({ ...rule, filter })} />
        </span>
      ) : null}
      <span className={styles.adds}>
        {occasion === "every" ? (
          <AddBound kind={kind} bounds={bounds} onChange={(next) => onChange({ ...rule, bounds: next })} />
        ) : null}
        <AddFilter kind={kind} filter={rule.filter} onChange={(filter) => onChange({ ...rule, filter })} />
      </span>
    </>
  );
}
