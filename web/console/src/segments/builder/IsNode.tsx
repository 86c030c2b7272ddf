// A condition on an attribute.
import type { Is } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { attributeOf, useBuilder } from "./context";
import { LostAttribute } from "./Lost";
import { TestEditor } from "./TestEditor";

export function IsNode({ rule, onChange }: { rule: Is; onChange: (rule: Is) => void }) {
  const { catalogue } = useBuilder();
  const label = useLabel();
  if (!catalogue.attributes.some((one) => one.name === rule.attribute))
    return <LostAttribute rule={rule} onChange={onChange} />;
  const attribute = attributeOf(catalogue, rule.attribute);
  return (
    <>
      <strong className={styles.what}>{label(attribute.label)}</strong>
      <TestEditor
        of={attribute}
        source={{ attribute: rule.attribute }}
        test={rule.test}
        onChange={(test) => onChange({ ...rule, test })}
      />
    </>
  );
}
