// Whether somebody is in a segment, a list or a group.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { In, SetKind } from "../../api";
import styles from "./Builder.module.css";
import { useBuilder } from "./context";

interface Props {
  rule: In;
  not: boolean;
  onChange: (rule: In, not?: boolean) => void;
}

export function InNode({ rule, not, onChange }: Props) {
  const { t } = useTranslation("builder");
  const { sets, known } = useBuilder();
  const names = sets[rule.set].includes(rule.name) || !rule.name ? sets[rule.set] : [rule.name, ...sets[rule.set]];
  return (
    <>
      <Select<"in" | "out">
        className={styles.deed}
        variant="filled"
        aria-label={t("set.label")}
        value={not ? "out" : "in"}
        popupMatchSelectWidth={false}
        options={[
          { value: "in", label: t("set.in") },
          { value: "out", label: t("set.notIn") },
        ]}
        onChange={(next) => onChange(rule, next === "out")}
      />
      <Select<SetKind>
        variant="filled"
        aria-label={t("picker.heading.sets")}
        value={rule.set}
        popupMatchSelectWidth={false}
        options={(["segment", "list", "group"] as const).map((one) => ({ value: one, label: t(`set.${one}`) }))}
        onChange={(set) => onChange({ ...rule, set, name: "" })}
      />
      <Select
        className={styles.values}
        aria-label={t(`set.${rule.set}`)}
        placeholder={t("set.pick")}
        value={rule.name || null}
        status={known[rule.set]?.has(rule.name) === false ? "error" : undefined}
        showSearch
        options={names.map((name) => ({ value: name, label: name }))}
        onChange={(name: string) => onChange({ ...rule, name })}
      />
    </>
  );
}
