// Which facts count: tests of their properties, joined and nested to any depth.
import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FactKind, Filter } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { propertyOf } from "./context";
import { firstTestOfFact } from "./entries";
import { TestEditor } from "./TestEditor";

interface Props {
  kind: FactKind;
  filter: Filter;
  onChange: (filter: Filter | null) => void;
  deep?: boolean;
}

/** A first test of the property that people ask for most. */
export function firstFilter(kind: FactKind): Filter | null {
  const property = kind.properties.find((one) => one.name === "item.category") ?? kind.properties[0];
  return property ? { type: "property", property: property.name, test: firstTestOfFact(property.type) } : null;
}

export function FilterEditor({ kind, filter, onChange, deep = false }: Props) {
  if (filter.type === "property") return <One kind={kind} filter={filter} not={false} onChange={onChange} />;
  if (filter.type === "not") {
    const inner = filter.filter;
    if (inner.type === "property") return <One kind={kind} filter={inner} not onChange={onChange} />;
    return (
      <span className={styles.parts}>
        <Negation on turn={() => onChange(inner)} />
        <FilterEditor
          kind={kind}
          filter={inner}
          deep
          onChange={(next) => onChange(next && { type: "not", filter: next })}
        />
      </span>
    );
  }
  return <Many kind={kind} filter={filter} onChange={onChange} deep={deep} />;
}

/** Shown only where it is on; the menu turns it. */
function Negation({ on, turn }: { on: boolean; turn: () => void }) {
  const { t } = useTranslation("builder");
  if (!on) return null;
  return (
    <Button size="small" danger title={t("unnegate")} onClick={turn}>
      {t("filter.not")}
    </Button>
  );
}

function Many({
  kind,
  filter,
  onChange,
  deep,
}: Props & { filter: Extract<Filter, { filters: Filter[] }>; deep: boolean }) {
  const { t } = useTranslation("builder");
  const put = (filters: Filter[]) => {
    const only = filters[0];
    if (!only) onChange(null);
    else if (filters.length === 1) onChange(only);
    else onChange({ ...filter, filters });
  };
  const add = () => {
    const next = firstFilter(kind);
    if (next) onChange({ ...filter, filters: [...filter.filters, next] });
  };
  return (
    <span className={deep ? `${styles.parts} ${styles.nested}` : styles.parts}>
      {filter.filters.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
        <span key={index} className={styles.parts}>
          {index > 0 ? (
            <Select<"all" | "any">
              size="small"
              variant="borderless"
              aria-label={t("filter.op")}
              value={filter.type}
              popupMatchSelectWidth={false}
              options={[
                { value: "all", label: t("all") },
                { value: "any", label: t("any") },
              ]}
              onChange={(type) => onChange({ ...filter, type })}
            />
          ) : null}
          <FilterEditor
            kind={kind}
            filter={one}
            deep
            onChange={(next) =>
              put(
                next
                  ? filter.filters.map((old, at) => (at === index ? next : old))
                  : filter.filters.filter((_, at) => at !== index),
              )
            }
          />
        </span>
      ))}
      {deep ? (
        <Button size="small" type="text" icon={<PlusOutlined />} aria-label={t("filter.add")} onClick={add} />
      ) : null}
    </span>
  );
}

function One({
  kind,
  filter,
  not,
  onChange,
}: {
  kind: FactKind;
  filter: Extract<Filter, { type: "property" }>;
  not: boolean;
  onChange: (filter: Filter | null) => void;
}) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const property = propertyOf(kind, filter.property);
  const put = (next: Filter) => onChange(not ? { type: "not", filter: next } : next);
  return (
    <span className={styles.parts}>
      <Negation on={not} turn={() => onChange(not ? filter : { type: "not", filter })} />
      <Select
        variant="filled"
        aria-label={t("filter.property")}
        value={filter.property}
        popupMatchSelectWidth={false}
        options={kind.properties.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={(name) =>
          put({ type: "property", property: name, test: firstTestOfFact(propertyOf(kind, name).type) })
        }
      />
      <TestEditor
        of={property}
        source={{ kind: kind.name, property: filter.property }}
        test={filter.test}
        onChange={(test) => put({ ...filter, test })}
      />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            {
              key: "not",
              label: not ? t("unnegate") : t("negate"),
              onClick: () => onChange(not ? filter : { type: "not", filter }),
            },
            {
              key: "group",
              label: t("filter.group"),
              onClick: () => onChange({ type: "any", filters: [not ? { type: "not", filter } : filter, filter] }),
            },
            { key: "remove", danger: true, label: t("filter.remove"), onClick: () => onChange(null) },
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined />}
          aria-label={`${t("filter.more")}: ${label(property.label)}`}
        />
      </Dropdown>
    </span>
  );
}

/** Adds one more test to what may be there already. */
export function AddFilter({
  kind,
  filter,
  onChange,
}: {
  kind: FactKind;
  filter: Filter | null | undefined;
  onChange: (filter: Filter) => void;
}) {
  const { t } = useTranslation("builder");
  const next = firstFilter(kind);
  if (!next) return null;
  const add = () => {
    if (!filter) onChange(next);
    else if (filter.type === "all") onChange({ ...filter, filters: [...filter.filters, next] });
    else onChange({ type: "all", filters: [filter, next] });
  };
  return (
    <Button size="small" type="text" className={styles.soft} icon={<PlusOutlined />} onClick={add}>
      {t("filter.add")}
    </Button>
  );
}
