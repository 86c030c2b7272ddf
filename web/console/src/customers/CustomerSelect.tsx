// Chooses one customer by words.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerRow, type Page, useGet } from "../api";
import { labelOf } from "./Who";

interface Props {
  id?: string;
  value: string | null;
  placeholder?: string;
  onChange: (id: string | null, row: CustomerRow | null) => void;
}

export function CustomerSelect({ id, value, placeholder, onChange }: Props) {
  const { t } = useTranslation("customers");
  const [text, setText] = useState("");
  const [known, setKnown] = useState<CustomerRow | null>(null);
  const q = useDeferredValue(text.trim());
  const found = useGet<Page<CustomerRow>>("/customers", { q, limit: 10 }, { keep: true });
  const rows = found.data?.items ?? [];
  const options = rows.map((row) => ({ value: row.id, label: labelOf(row), row }));
  if (value && !options.some((option) => option.value === value))
    options.push({ value, label: known?.id === value ? labelOf(known) : `#${value}`, row: known as CustomerRow });
  return (
    <Select
      id={id}
      style={{ width: "100%" }}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      placeholder={placeholder ?? t("search")}
      loading={found.isFetching}
      value={value}
      options={options}
      optionRender={(option) => {
        const row = option.data.row as CustomerRow | null;
        return row ? [labelOf(row), row.name, row.mobile].filter(Boolean).join(" · ") : option.label;
      }}
      onChange={(next: string | undefined) => {
        const row = rows.find((one) => one.id === next) ?? null;
        setKnown(row);
        setText("");
        onChange(next ?? null, row);
      }}
    />
  );
}
