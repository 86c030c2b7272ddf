// The list as a file: which columns, which kind of file, masked or in full. The server streams it and logs it.
import { ExportOutlined } from "@ant-design/icons";
import { Alert, App, Button, Checkbox, Radio } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { address, type Field, fetchFile, type Page, type Params, useGet } from "../api";
import { useCan } from "../app/session";
import { AsOf, SideDrawer, useFormat } from "../kit";
import { FurtherColumns } from "../segments/FurtherColumns";
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
  /** When they were so many. */
  at?: string | null;
  /** Instead of "Export" and who. */
  title?: string;
  /** A segment's file: also as Parquet, also only those who may be reached. */
  segment?: boolean;
  /** Takes the choice instead of the list's own address. */
  send?: (choice: Choice) => void;
  /** Has the file made in the background; the drawer stays and shows what is `made`. */
  order?: (choice: Choice) => Promise<unknown>;
  made?: ReactNode;
}

export interface Choice {
  format: "csv" | "xlsx" | "parquet";
  columns: string[];
  reveal: boolean;
  /** Only those who may get marketing on this channel. */
  reachable: Reach | null;
}
const REACH = ["sms", "email", "phone"] as const;
type Reach = (typeof REACH)[number];

export function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

export function ExportDrawer({ open, onClose, params, who, at, title, segment = false, send, order, made }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const can = useCan();
  const [format, setFormat] = useState<Choice["format"]>("xlsx");
  const [columns, setColumns] = useState<string[]>(FIRST);
  const [further, setFurther] = useState<string[]>([]);
  const [reveal, setReveal] = useState(false);
  const [reachable, setReachable] = useState<Reach | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const fields = useGet<Page<Field>>("/fields", { limit: 200 }, { enabled: open });
  const own = (fields.data?.items ?? []).filter((field) => !field.archived);
  const run = async () => {
    const keys = [...COLUMNS, ...own.map((field) => `field:${field.key}`)];
    const chosen = [...keys.filter((key) => columns.includes(key)), ...further];
    const choice = { format, columns: chosen, reveal, reachable };
    if (order) {
      setBusy(true);
      setRefused(null);
      await order(choice).catch((error) => setRefused(error instanceof Error ? error.message : String(error)));
      setBusy(false);
      return;
    }
    if (send) send(choice);
    else {
      const asked = { ...params, format, columns: chosen.join(","), reveal: reveal ? "true" : null };
      download(address("/customers/export", asked));
    }
    onClose();
  };
  if (made)
    return (
      <SideDrawer open={open} onClose={onClose} title={title ?? who} width={520}>
        {made}
      </SideDrawer>
    );
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={title ?? t("export.title", { who })}
      width={520}
      footer={
        <div className={styles.foot}>
          <AsOf at={at} />
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button
            type="primary"
            disabled={columns.length + further.length === 0}
            loading={busy}
            onClick={() => void run()}
          >
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
              ...(segment ? [{ value: "parquet", label: t("export.parquet") }] : []),
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
        {open ? <FurtherColumns chosen={further} onChoose={setFurther} /> : null}
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
        {segment ? (
          <section>
            <h3 className={styles.small}>{t("export.reach")}</h3>
            <Radio.Group
              aria-label={t("export.reach")}
              value={reachable ?? ""}
              onChange={(event) => setReachable((event.target.value as Reach) || null)}
              options={[
                { value: "", label: t("export.reachAll") },
                ...REACH.map((value) => ({ value: value as string, label: t(`export.reachable.${value}`) })),
              ]}
            />
          </section>
        ) : null}
        {reveal ? <Alert type="warning" showIcon title={t("export.warning")} /> : null}
        <p className={styles.hint}>{t("export.logged")}</p>
        {refused ? <Alert type="error" showIcon title={refused} role="alert" /> : null}
      </div>
    </SideDrawer>
  );
}
