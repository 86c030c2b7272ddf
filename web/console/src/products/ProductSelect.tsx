// Chooses one product or several, by words; known by its id or by the number that the shop sells it under.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page, type Product, useGet, useGetEach } from "../api";
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

/** Products that were chosen before, of which only the key is at hand. */
function useChosen(keys: string[], by: "id" | "number"): Product[] {
  const found = useGetEach<Page<Product> | Product>(
    keys.map((key) =>
      by === "id" ? { path: `/products/${key}` } : { path: "/products", params: { q: key, limit: 5 } },
    ),
  );
  return found.flatMap((one) => ("items" in one ? one.items : [one]));
}

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
  const absent = chosen.filter((value) => !options.some((option) => option.value === value));
  const before = useChosen(
    absent.filter((value) => !known[value]),
    by,
  );
  for (const value of absent) {
    const title = known[value] ?? before.find((row) => row[by] === value)?.title;
    options.push({ value, label: title ?? value, row: undefined as unknown as Product });
  }
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
