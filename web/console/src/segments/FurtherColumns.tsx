// Columns of a file of customers beside a customer's own row: levels, points, consents, scores. Found by typing.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { type FurtherColumns as Offered, useGet } from "../api";
import { useLabel } from "../kit";
import styles from "./Segment.module.css";

interface Props {
  chosen: string[];
  onChoose: (columns: string[]) => void;
}

export function FurtherColumns({ chosen, onChoose }: Props) {
  const { t } = useTranslation("segments");
  const label = useLabel();
  const offered = useGet<Offered>("/segments/columns");
  if (!offered.data) return null;
  const { groups, columns } = offered.data;
  const options = groups.map((group) => ({
    label: label(group.label),
    options: columns
      .filter((column) => column.group === group.value)
      .map((column) => ({ value: column.column, label: label(column.label) })),
  }));
  return (
    <section>
      <h3 className={styles.small}>{t("export.further")}</h3>
      <Select
        mode="multiple"
        allowClear
        className={styles.wide}
        aria-label={t("export.further")}
        placeholder={t("export.furtherPick")}
        value={chosen}
        onChange={onChoose}
        showSearch={{ optionFilterProp: "label" }}
        options={options}
      />
    </section>
  );
}
