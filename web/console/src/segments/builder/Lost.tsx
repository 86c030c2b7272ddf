// A condition on an attribute that is gone: what it was, and another one in its place.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Is } from "../../api";
import styles from "./Builder.module.css";
import { useBuilder, useLabel } from "./context";
import { firstTest } from "./entries";
import { useOwn } from "./GoneNote";

export function LostAttribute({ rule, onChange }: { rule: Is; onChange: (rule: Is) => void }) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const { catalogue } = useBuilder();
  const own = useOwn({ what: "attribute", name: rule.attribute });
  return (
    <>
      <strong className={styles.lost}>{own ?? rule.attribute}</strong>
      <span className={styles.quiet}>{t("gone.instead")}</span>
      <Select
        className={styles.values}
        aria-label={t("gone.instead")}
        placeholder={t("gone.pick")}
        value={null}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={catalogue.attributes.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={(attribute: string) => {
          const to = catalogue.attributes.find((one) => one.name === attribute);
          if (to) onChange({ type: "is", attribute, test: firstTest(to.type) });
        }}
      />
    </>
  );
}

/** The same of what somebody did. */
export function LostKind({ name, onPick }: { name: string; onPick: (kind: string) => void }) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const { catalogue } = useBuilder();
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
        options={catalogue.kinds.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={onPick}
      />
    </>
  );
}
