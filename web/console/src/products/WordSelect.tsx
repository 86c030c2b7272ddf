// Chooses categories or tags that products have. Others may be typed: products may come to have them.
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Page, useGet } from "../api";
import { useCan } from "../app/session";

interface Props {
  id?: string;
  status?: "error" | "";
  label?: string;
  of: "categories" | "tags";
  placeholder?: string;
  disabled?: boolean;
  value: string[];
  onChange: (value: string[]) => void;
}

/** A category that is a path stands for what is below it too: each part of the way is a choice. */
function withParents(paths: string[]): string[] {
  const all = paths.flatMap((path) => {
    const parts = path.split("/");
    return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
  });
  return [...new Set(all)];
}

export function WordSelect({ id, status, label, of, placeholder, disabled, value, onChange }: Props) {
  const { t } = useTranslation("products");
  const can = useCan();
  const found = useGet<Page<string>>(`/products/${of}`, {}, { enabled: can("products.read") });
  const words = found.data?.items ?? [];
  const offered = of === "categories" ? withParents(words) : words;
  return (
    <Select<string[]>
      id={id}
      status={status}
      aria-label={label}
      mode="tags"
      style={{ width: "100%" }}
      disabled={disabled}
      placeholder={placeholder ?? t(of === "tags" ? "chooseTags" : "chooseCategories")}
      tokenSeparators={[",", "，", "、", "\n"]}
      value={value}
      options={offered.map((word) => ({ value: word, label: word }))}
      notFoundContent={null}
      onChange={(next) => onChange([...new Set(next.map((word) => word.trim()).filter(Boolean))])}
    />
  );
}
