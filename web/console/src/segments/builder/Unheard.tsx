// Values that nobody in the data has, said beneath the field with what was perhaps meant: a rule that asks for 浙江 where
// everybody's is 浙江省 is sound, and holds of nobody.
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useGet } from "../../api";
import styles from "./Builder.module.css";
import type { Source, Suggested } from "./ValueInput";

/** More than so many values of one test are not looked up. */
const MOST = 8;
const NEAR = 3;

interface Props {
  source: Source;
  values: string[];
  onReplace: (value: string, by: string) => void;
}

export function Unheard({ source, values, onReplace }: Props) {
  return values
    .slice(0, MOST)
    .map((value) => <One key={value} source={source} value={value} onReplace={(by) => onReplace(value, by)} />);
}

function One({ source, value, onReplace }: { source: Source; value: string; onReplace: (by: string) => void }) {
  const { t } = useTranslation("builder");
  const answer = useGet<Suggested>("/rules/values", { ...source, q: value, limit: 100 });
  if (!answer.data || answer.data.values.some((one) => one.value === value)) return null;
  const near = answer.data.values.slice(0, NEAR);
  return (
    <p className={styles.unheard}>
      {t(near.length > 0 ? "unheard.near" : "unheard.none", { value })}
      {near.map((one) => (
        <Button key={one.value} type="link" size="small" onClick={() => onReplace(one.value)}>
          {one.value}
        </Button>
      ))}
    </p>
  );
}
