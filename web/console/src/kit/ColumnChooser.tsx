// Which columns a list shows, chosen by the reader and remembered in this browser.
import { TableOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DataList.module.css";

interface Choice {
  key: string;
  title: string;
  hidden?: boolean;
}

export function remembered(id: string): string[] | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`regulars.columns.${id}`) ?? "null");
    return Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : null;
  } catch {
    return null;
  }
}

export function useColumns<C extends Choice>(
  id: string,
  columns: C[],
  from?: string[],
  tell?: (keys: string[]) => void,
) {
  const [own, setOwn] = useState<string[] | null>(() => remembered(id));
  const chosen = useMemo(() => {
    const wanted = from ?? own;
    const all = columns.filter((c) => !c.hidden).map((c) => c.key);
    const known = wanted?.filter((key) => columns.some((c) => c.key === key));
    return known && known.length > 0 ? known : all;
  }, [from, own, columns]);
  const shown = useMemo(
    () => columns.filter((column, index) => index === 0 || chosen.includes(column.key)),
    [columns, chosen],
  );
  const choose = (keys: string[] | null) => {
    if (keys) localStorage.setItem(`regulars.columns.${id}`, JSON.stringify(keys));
    else localStorage.removeItem(`regulars.columns.${id}`);
    setOwn(keys);
    if (tell) tell(keys ?? columns.filter((c) => !c.hidden).map((c) => c.key));
  };
  return { shown, chosen, choose };
}

export function ColumnChooser({
  columns,
  chosen,
  choose,
}: {
  columns: Choice[];
  chosen: string[];
  choose: (keys: string[] | null) => void;
}) {
  const { t } = useTranslation("kit");
  if (!columns.some((c) => c.hidden)) return null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t("columnsTitle")}
      content={
        <div className={styles.chooser}>
          <Checkbox.Group
            className={styles.choices}
            value={chosen}
            onChange={(keys) => choose(keys)}
            options={columns.slice(1).map((c) => ({ value: c.key, label: c.title }))}
          />
          <Button type="link" size="small" onClick={() => choose(null)}>
            {t("columnsReset")}
          </Button>
        </div>
      }
    >
      <Button icon={<TableOutlined />}>{t("columns")}</Button>
    </Popover>
  );
}
