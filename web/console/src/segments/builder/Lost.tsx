// A condition on an attribute or behaviour that is gone: what it was, and another one in its place.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Is, Label } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { useBuilder } from "./context";
import { firstTest } from "./entries";
import { useOwn } from "./GoneNote";

export function LostAttribute({ rule, onChange }: { rule: Is; onChange: (rule: Is) => void }) {
  const { catalogue } = useBuilder();
  const own = useOwn({ what: "attribute", name: rule.attribute });
  const take = (name: string) => {
    const to = catalogue.attributes.find((one) => one.name === name);
    if (to) onChange({ type: "is", attribute: name, test: firstTest(to.type) });
  };
  return <Lost name={own ?? rule.attribute} others={catalogue.attributes} onPick={take} />;
}

export function LostKind({ name, onPick }: { name: string; onPick: (kind: string) => void }) {
  const { catalogue } = useBuilder();
  return <Lost name={name} others={catalogue.kinds} onPick={onPick} />;
}

interface Props {
  name: string;
  others: { name: string; label: Label }[];
  onPick: (name: string) => void;
}

function Lost({ name, others, onPick }: Props) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  return (
    <>
      <strong className={styles.lost}>{name}</strong>
      <span className={styles.quiet}>{t("gone.instead")}</span>
      <Select
        className={styles.values}
        aria-label={t("gone.instead")}
        placeholder={t("gone.pick")}
        value={null}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={others.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={onPick}
      />
    </>
  );
}
