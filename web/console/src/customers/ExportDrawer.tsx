// The list as a file: which columns, which kind of file, masked or in full. The server streams it and logs it.
import { ExportOutlined } from "@ant-design/icons";
import { Alert, App, Button, Checkbox, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { address, type Field, fetchFile, type Page, type Params, useGet } from "../api";
import { useCan } from "../app/session";
import { SideDrawer, useFormat } from "../kit";
import styles from "./Customers.module.css";

const COLUMNS = [
  "id",
  "nick",
  "name",
  "mobile",
  "email",
  "contact_group",
  "province",
  "city",
  "channels",
  "deals",
  "deal_amount",
  "average_order",
  "items",
  "closed",
  "closed_amount",
  "first_deal_at",
  "last_deal_at",
  "created_at",
  "groups",
  "tags",
  "blacklisted",
  "profiles",
  "gender",
  "birthday",
] as const;
const FIRST = ["nick", "name", "mobile", "province", "city", "deals", "deal_amount", "last_deal_at", "tags"];

/** The button, which says what it exports, and its drawer. */
export function Export({
  params,
  ids,
  listed,
}: {
  params: Params;
  ids: string[];
  /** How many the list means, when that is known. */
  listed: number | undefined;
}) {
  const { t } = useTranslation("customers");
  const { message } = App.useApp();
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const many = (count: number) => t("bulk.who", { count, value: f.count(count) });
  const ticked = ids.length;
  const all = listed === undefined ? t("export.matching") : many(listed);
  return (
    <>
      <Button icon={<ExportOutlined />} onClick={() => setOpen(true)}>
        {ticked > 0 ? t("export.ticked", { count: ticked, value: f.count(ticked) }) : t("export.listed")}
      </Button>
      <ExportDrawer
        open={open}
        onClose={() => setOpen(false)}
        params={params}
        who={ticked > 0 ? many(ticked) : all}
        send={
          ticked === 0
            ? undefined
            : ({ format, columns, reveal }) => {
                const asked = { ids, format, columns: columns.join(","), reveal };
                fetchFile("/customers/export", asked, `customers.${format}`).catch((error) =>
                  message.error(error instanceof Error ? error.message : String(error)),
                );
              }
        }
      />
    </>
  );
}

interface Props {
  open: boolean;
  onClose: () => void;
  params: Params;
  /** Who will be in it, in words. */
  who: string;
  /** Also as Parquet. */
  parquet?: boolean;
  /** Takes the choice instead of the list's own address. */
  send?: (choice: Choice) => void;
}

export interface Choice {
  format: "csv" | "xlsx" | "parquet";
  columns: string[];
  reveal: boolean;
}

export function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

export function ExportDrawer({ open, onClose, params, who, parquet = false, send }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const can = useCan();
  const [format, setFormat] = useState<Choice["format"]>("xlsx");
  const [columns, setColumns] = useState<string[]>(FIRST);
  const [reveal, setReveal] = useState(false);
  const fields = useGet<Page<Field>>("/fields", { limit: 200 }, { enabled: open });
  const own = (fields.data?.items ?? []).filter((field) => !field.archived);
  const run = () => {
    const order = [...COLUMNS, ...own.map((field) => `field:${field.key}`)];
    const chosen = order.filter((key) => columns.includes(key));
    if (send) send({ format, columns: chosen, reveal });
    else {
      const asked = { ...params, format, columns: chosen.join(","), reveal: reveal ? "true" : null };
      download(address("/customers/export", asked));
    }
    onClose();
  };
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("export.title", { who })}
      width={520}
      footer={
        <div className={styles.foot}>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button type="primary" disabled={columns.length === 0} onClick={run}>
            {t("export.verb", { who })}
          </Button>
        </div>
      }
    >
      <div className={styles.stack}>
        <section>
          <h3 className={styles.small}>{t("export.format")}</h3>
          <Radio.Group
            aria-label={t("export.format")}
            value={format}
            onChange={(event) => setFormat(event.target.value as Choice["format"])}
            options={[
              { value: "xlsx", label: t("export.xlsx") },
              { value: "csv", label: t("export.csv") },
              ...(parquet ? [{ value: "parquet", label: t("export.parquet") }] : []),
            ]}
          />
        </section>
        <section>
          <h3 className={styles.small}>{t("export.columns")}</h3>
          <Checkbox.Group
            className={styles.choices}
            value={columns}
            onChange={setColumns}
            options={[
              ...COLUMNS.map((value) => ({ value: value as string, label: t(`column.${value}`) })),
              ...own.map((field) => ({ value: `field:${field.key}`, label: field.name })),
            ]}
          />
        </section>
        <section>
          <h3 className={styles.small}>{t("export.personal")}</h3>
          <Radio.Group
            aria-label={t("export.personal")}
            className={styles.column}
            value={reveal}
            onChange={(event) => setReveal(event.target.value as boolean)}
            options={[
              { value: false, label: t("export.masked") },
              { value: true, label: t("export.whole"), disabled: !can("customers.reveal") },
            ]}
          />
        </section>
        {reveal ? <Alert type="warning" showIcon title={t("export.warning")} /> : null}
        <p className={styles.hint}>{t("export.logged")}</p>
      </div>
    </SideDrawer>
  );
}
