// The tables and columns that may be asked, with what each means; a click writes the name into the question.
import { Collapse, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type SqlColumn, type SqlTables, useGet } from "../api";
import { Empty, Loaded } from "../kit";
import { named } from "./highlight";
import styles from "./Sql.module.css";

export function Tables({ write }: { write: (name: string) => void }) {
  const { t, i18n } = useTranslation("sql");
  const query = useGet<SqlTables>("/sql/tables");
  const [sought, setSought] = useState("");
  const language = i18n.language === "en" ? "en" : "zh";
  const part = sought.trim().toLowerCase();
  const has = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(part));
  const fits = (column: SqlColumn) => has(column.name, column.label.zh, column.label.en);
  return (
    <Loaded query={query} small>
      {({ tables, time_zone }) => {
        const found = tables
          .map((table) => ({
            ...table,
            columns: has(table.name, table.label[language]) ? table.columns : table.columns.filter(fits),
          }))
          .filter((table) => table.columns.length > 0);
        return (
          <div className={styles.tables}>
            <Input.Search
              allowClear
              placeholder={t("find")}
              aria-label={t("find")}
              onChange={(event) => setSought(event.target.value)}
            />
            {found.length === 0 ? <Empty small title={t("noneFound")} /> : null}
            <Collapse
              ghost
              size="small"
              key={part ? "found" : "all"}
              defaultActiveKey={part ? found.map((table) => table.name) : ["customers"]}
              items={found.map((table) => ({
                key: table.name,
                label: <code>{table.name}</code>,
                children: (
                  <>
                    <p className={styles.note}>{table.label[language]}</p>
                    <ul className={styles.columns}>
                      {table.columns.map((column) => (
                        <li key={column.name}>
                          <button
                            type="button"
                            className={styles.column}
                            title={[column.label[language], column.note[language]].filter(Boolean).join(" · ")}
                            onClick={() => write(named(column.name))}
                          >
                            <code>{column.name}</code>
                            <span className={styles.label}>{column.label[language]}</span>
                          </button>
                        </li>
                      ))}
                    </ul>
                  </>
                ),
              }))}
            />
            <p className={styles.note}>{t("zone", { zone: time_zone })}</p>
          </div>
        );
      }}
    </Loaded>
  );
}
