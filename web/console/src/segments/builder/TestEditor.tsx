// A test of one value: the way of comparing, then what with, by the type of what is tested.
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Property, Test } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { changeWay, type Way, wayOf, waysOf } from "./tests";
import { OneValue, type Source, Values } from "./ValueInput";
import { WindowPicker } from "./WindowPicker";

interface Props {
  of: Property;
  source: Source;
  test: Test;
  onChange: (test: Test) => void;
}

export function TestEditor({ of, source, test, onChange }: Props) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const ways = waysOf(of.type, test, "property" in source);
  const name = (way: Way) => {
    if (way === "one_of" && of.type === "tags") return t("way.one_ofTags");
    return of.type === "day" && (way === ">=" || way === "<=" || way === "=") ? t(`dayWay.${way}`) : t(`way.${way}`);
  };
  return (
    <>
      <Select<Way>
        className={styles.way}
        variant="filled"
        aria-label={`${label(of.label)} ${t("way.label")}`}
        value={wayOf(test)}
        popupMatchSelectWidth={false}
        options={ways.map((way) => ({ value: way, label: name(way) }))}
        onChange={(way) => onChange(changeWay(test, way, of.type))}
      />
      <With of={of} source={source} test={test} onChange={onChange} />
    </>
  );
}

function With({ of, source, test, onChange }: Props) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  switch (test.test) {
    case "known":
      return null;
    case "one_of":
    case "all_of":
      return (
        <Values of={of} source={source} values={test.values} onChange={(values) => onChange({ ...test, values })} />
      );
    case "contains":
    case "starts_with":
      return (
        <Input
          className={styles.word}
          aria-label={`${label(of.label)} ${t("value")}`}
          value={test.text}
          status={test.text ? undefined : "warning"}
          onChange={(event) => onChange({ ...test, text: event.target.value })}
        />
      );
    case "compare":
      return <OneValue of={of} source={source} value={test.value} onChange={(value) => onChange({ ...test, value })} />;
    case "between":
      return (
        <>
          <OneValue
            of={of}
            source={source}
            value={test.from}
            label={`${label(of.label)} ${t("from")}`}
            onChange={(from) => onChange({ ...test, from })}
          />
          <span className={styles.quiet}>{t("and")}</span>
          <OneValue
            of={of}
            source={source}
            value={test.to}
            label={`${label(of.label)} ${t("to")}`}
            onChange={(to) => onChange({ ...test, to })}
          />
        </>
      );
    case "when":
      return <WindowPicker window={test.window} ahead={of.type} onChange={(window) => onChange({ ...test, window })} />;
  }
}
