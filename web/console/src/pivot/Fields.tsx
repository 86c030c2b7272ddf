// Everything that may be laid out, by groups: dragged onto a shelf, or sent there by its menu.
import { SearchOutlined } from "@ant-design/icons";
import { Dropdown, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Label } from "../api";
import { useLabel } from "../kit";
import { useDesk } from "./desk";
import styles from "./Pivot.module.css";

interface Group {
  key: string;
  name: string;
  kind: "dimension" | "measure";
  fields: { key: string; label: Label }[];
}

export function Fields() {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const { subject } = useDesk();
  const [text, setText] = useState("");
  const groups: Group[] = [
    { key: "measures", name: t("measures"), kind: "measure", fields: subject.measures },
    ...["time", "fact", "item", "customer", "cohort"].map((group) => {
      const fields = subject.dimensions.filter((one) => one.group === group);
      return { key: group, name: label(fields[0]?.group_label), kind: "dimension" as const, fields };
    }),
  ];
  const wanted = text.trim().toLowerCase();
  const found = groups
    .map((group) => ({
      ...group,
      fields: group.fields.filter((one) => label(one.label).toLowerCase().includes(wanted)),
    }))
    .filter(({ fields }) => fields.length > 0);
  return (
    <div className={styles.fields}>
      <Input
        prefix={<SearchOutlined aria-hidden />}
        allowClear
        value={text}
        placeholder={t("search")}
        aria-label={t("search")}
        onChange={(event) => setText(event.target.value)}
      />
      {found.length === 0 ? <p className={styles.hint}>{t("noField")}</p> : null}
      {found.map((group) => (
        <section key={group.key} className={styles.group}>
          <h3 className={styles.groupName}>{group.name}</h3>
          <ul className={styles.list}>
            {group.fields.map((field) => (
              <li key={field.key}>
                <FieldButton kind={group.kind} field={field} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function FieldButton({ kind, field }: { kind: "dimension" | "measure"; field: { key: string; label: Label } }) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const { layout, catalogue, drag, drop } = useDesk();
  const held = { kind, key: field.key };
  const here =
    kind === "measure"
      ? layout.measures.includes(field.key)
      : [...layout.rows, ...layout.columns].some(({ dimension }) => dimension === field.key);
  const items =
    kind === "measure"
      ? [
          {
            key: "values",
            label: t("to.values"),
            disabled: here || layout.measures.length >= catalogue.limits.measures,
            onClick: () => drop("values", layout.measures.length, held),
          },
        ]
      : (["rows", "columns"] as const).map((shelf) => ({
          key: shelf,
          label: t(`to.${shelf}`),
          disabled:
            layout[shelf].length >= catalogue.limits[shelf] &&
            !layout[shelf].some(({ dimension }) => dimension === field.key),
          onClick: () => drop(shelf, layout[shelf].length, held),
        }));
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button
        type="button"
        className={styles.field}
        data-here={here || undefined}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", label(field.label));
          drag(held);
        }}
        onDragEnd={() => drag(null)}
      >
        {label(field.label)}
      </button>
    </Dropdown>
  );
}
