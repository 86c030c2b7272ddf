// How often, and to what amounts.
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Aggregate, Bound, Comparison, FactKind } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { propertyOf } from "./context";
import { Figure } from "./ValueInput";

const AGGREGATES: Aggregate[] = ["times", "sum", "average", "max", "min"];
const COMPARISONS: Comparison[] = [">=", "<=", "=", ">", "<", "!="];

const measures = (kind: FactKind) => kind.properties.filter((one) => one.type === "number" || one.type === "money");

interface Props {
  kind: FactKind;
  bounds: Bound[];
  onChange: (bounds: Bound[]) => void;
}

export function Bounds({ kind, bounds, onChange }: Props) {
  return (
    <>
      {bounds.map((bound, index) => (
        <One
          // biome-ignore lint/suspicious/noArrayIndexKey: bounds have no name but their place
          key={index}
          kind={kind}
          bound={bound}
          onChange={(next) =>
            onChange(
              next ? bounds.map((old, at) => (at === index ? next : old)) : bounds.filter((_, at) => at !== index),
            )
          }
        />
      ))}
    </>
  );
}

function One({ kind, bound, onChange }: { kind: FactKind; bound: Bound; onChange: (bound: Bound | null) => void }) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const of = measures(kind);
  const property = bound.property ? propertyOf(kind, bound.property) : null;
  return (
    <span className={styles.parts}>
      <Select<Aggregate>
        variant="filled"
        aria-label={t("bound.aggregate")}
        value={bound.aggregate}
        popupMatchSelectWidth={false}
        options={(of.length > 0 ? AGGREGATES : (["times"] as const)).map((one) => ({
          value: one,
          label: t(`bound.${one}`),
        }))}
        onChange={(aggregate) =>
          onChange({
            aggregate,
            comparison: bound.comparison,
            value: bound.value,
            ...(aggregate === "times" ? {} : { property: bound.property ?? of[0]?.name }),
          })
        }
      />
      {bound.aggregate === "times" ? null : (
        <Select
          variant="filled"
          aria-label={t("bound.property")}
          value={bound.property ?? null}
          popupMatchSelectWidth={false}
          options={of.map((one) => ({ value: one.name, label: label(one.label) }))}
          onChange={(name: string) => onChange({ ...bound, property: name })}
        />
      )}
      <Select<Comparison>
        variant="filled"
        aria-label={t("bound.compare")}
        value={bound.comparison}
        popupMatchSelectWidth={false}
        options={COMPARISONS.map((one) => ({ value: one, label: t(`way.${one}`) }))}
        onChange={(comparison) => onChange({ ...bound, comparison })}
      />
      <Figure
        label={t(`bound.${bound.aggregate}`)}
        value={bound.value}
        money={property?.type === "money"}
        suffix={bound.aggregate === "times" ? t("bound.unit") : undefined}
        onChange={(value) => onChange({ ...bound, value })}
      />
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={`${t("bound.remove")}: ${t(`bound.${bound.aggregate}`)}`}
        onClick={() => onChange(null)}
      />
    </span>
  );
}

export function AddBound({ kind, bounds, onChange }: Props) {
  const { t } = useTranslation("builder");
  const add = () => {
    const money = measures(kind).find((one) => one.type === "money");
    const counted = bounds.some((one) => one.aggregate === "times");
    onChange([
      ...bounds,
      counted && money
        ? { aggregate: "sum", property: money.name, comparison: ">=", value: "" }
        : { aggregate: "times", comparison: ">=", value: "2" },
    ]);
  };
  return (
    <Button size="small" type="text" className={styles.soft} icon={<PlusOutlined />} onClick={add}>
      {t("bound.add")}
    </Button>
  );
}
