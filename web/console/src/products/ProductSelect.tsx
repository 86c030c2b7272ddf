// Chooses one product or several, by words; known by its id or by the number that the shop sells it under.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page, type Product, useGet } from "../api";
import { useFormat } from "../kit";

interface Base {
  id?: string;
  label?: string;
  by: "id" | "number";
  placeholder?: string;
  /** Told with the whole product, for those who need more than its key. */
  onPick?: (product: Product) => void;
}
type One = Base & { many?: false; value: string | null; onChange: (value: string | null) => void };
type Many = Base & { many: true; value: string[]; onChange: (value: string[]) => void };

export function ProductSelect(props: One | Many) {
  const { id, label, by, placeholder, onPick, many } = props;
  const { t } = useTranslation("products");
  const f = useFormat();
  const [text, setText] = useState("");
  const [known, setKnown] = useState<Record<string, string>>({});
  const q = useDeferredValue(text.trim());
  const found = useGet<Page<Product>>("/products", { q, limit: 20 }, { keep: true });
  const rows = found.data?.items ?? [];
  const options = rows.map((row) => ({ value: row[by], label: row.title, row }));
  const chosen = many ? props.value : props.value === null ? [] : [props.value];
  for (const value of chosen)
    if (!options.some((option) => option.value === value))
      options.push({ value, label: known[value] ?? value, row: undefined as unknown as Product });
  return (
    <Select
      id={id}
      aria-label={label}
      style={{ width: "100%" }}
      mode={many ? "multiple" : undefined}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      placeholder={placeholder ?? t("search")}
      loading={found.isFetching}
      value={(many ? props.value : props.value) as never}
      options={options}
      optionRender={(option) => {
        const row = option.data.row as Product | undefined;
        return row
          ? [row.title, row.price ? f.money(row.price) : null, row.shop].filter(Boolean).join(" · ")
          : option.label;
      }}
      onSelect={(_value, option) => {
        const row = (option as { row?: Product }).row;
        if (row) {
          setKnown((old) => ({ ...old, [row[by]]: row.title }));
          onPick?.(row);
        }
        setText("");
      }}
      onChange={(value: unknown) => {
        if (many) props.onChange((value as string[] | undefined) ?? []);
        else props.onChange((value as string | undefined) ?? null);
      }}
    />
  );
}
