// An unknown table: its first rows, and above each column what it is.
import { App, Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Import,
  type Mapping as Meaning,
  type Page as Pages,
  type Preset,
  type Preview,
  post,
  useGet,
  useRefresh,
} from "../api";
import { useCan, useSession } from "../app/session";
import { Panel } from "../kit";
import styles from "./Mapping.module.css";
import { alike, become, give, missing, over } from "./mapping";

const CURRENCIES = ["CNY", "USD", "EUR", "GBP", "HKD", "JPY", "TWD", "SGD", "AUD", "CAD"];
const ZONES = [
  "Asia/Shanghai",
  "Asia/Hong_Kong",
  "Asia/Tokyo",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
];
const DATES = ["auto", "dmy", "mdy"] as const;

export function Mapping({ data, preview }: { data: Import; preview: Preview }) {
  const { t } = useTranslation(["imports", "common"]);
  const { message } = App.useApp();
  const can = useCan()("imports.write");
  const refresh = useRefresh();
  const [mapping, setMapping] = useState<Meaning>(() => over(preview.columns, preview.guess));
  const [keeping, setKeeping] = useState(false);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState<"dry" | "real" | null>(null);
  const [shop, setShop] = useState<string | null>(data.shop_id);
  const target = preview.targets.find((one) => one.entity === mapping.entity);
  const gaps = missing(mapping, target).map((field) => field.label);
  if (!shop) gaps.push(t("common:shop"));
  const start = async (dry: boolean) => {
    setBusy(dry ? "dry" : "real");
    try {
      await post(`/imports/${data.id}/start`, {
        mapping: { ...mapping, columns: mapping.columns.filter((c) => c.field) },
        shop_id: shop ?? undefined,
        dry_run: dry,
        save_preset_as: keeping && name.trim() ? name.trim() : undefined,
      });
      message.success(t("map.started"));
      await refresh("/imports", "/presets");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(null);
    }
  };
  const entities = preview.targets.map((one) => one.entity as Meaning["entity"]);
  return (
    <Panel title={t("map.title")} hint={t("map.firstRows")}>
      <div className={styles.top}>
        <Choice label={t("map.entity")}>
          <Select
            aria-label={t("map.entity")}
            value={mapping.entity}
            options={entities.map((value) => ({ value, label: t(`map.entities.${value}`) }))}
            onChange={(entity) =>
              setMapping(
                become(
                  mapping,
                  entity,
                  preview.targets.find((one) => one.entity === entity),
                ),
              )
            }
          />
        </Choice>
        <Choice label={t("shop")}>
          <ShopChoice value={shop} onChange={setShop} />
        </Choice>
        <FromPreset mapping={mapping} use={(chosen) => setMapping(over(preview.columns, chosen))} />
        <Options mapping={mapping} setMapping={setMapping} />
      </div>
      <Rows preview={preview} mapping={mapping} setMapping={setMapping} />
      <div className={styles.foot}>
        <div className={styles.keep}>
          <Checkbox checked={keeping} onChange={(event) => setKeeping(event.target.checked)}>
            {t("map.saveAs")}
          </Checkbox>
          {keeping ? (
            <Input
              className={styles.name}
              value={name}
              maxLength={60}
              aria-label={t("map.saveAsHint")}
              placeholder={t("map.saveAsHint")}
              onChange={(event) => setName(event.target.value)}
            />
          ) : null}
        </div>
        <span className={gaps.length > 0 ? styles.gaps : styles.quiet} aria-live="polite">
          {gaps.length > 0 ? t("map.missing", { fields: gaps.join("、") }) : t("map.ready")}
        </span>
        {can ? (
          <span className={styles.buttons}>
            <Button
              disabled={gaps.length > 0 || busy !== null}
              loading={busy === "dry"}
              onClick={() => void start(true)}
            >
              {t("map.tryFirst")}
            </Button>
            <Button
              type="primary"
              disabled={gaps.length > 0 || busy !== null}
              loading={busy === "real"}
              onClick={() => void start(false)}
            >
              {t("map.start")}
            </Button>
          </span>
        ) : null}
      </div>
    </Panel>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={styles.choice}>
      <span className={styles.quiet}>{label}</span>
      {children}
    </div>
  );
}

export function ShopChoice({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const { t } = useTranslation("imports");
  const { shops } = useSession();
  return (
    <Select
      aria-label={t("shop")}
      popupMatchSelectWidth={false}
      placeholder={t("map.chooseShop")}
      value={value}
      options={shops.filter((s) => !s.archived).map((s) => ({ value: s.id, label: s.name }))}
      onChange={onChange}
    />
  );
}

/** Which preset the columns are filled in from, as long as nothing else was chosen. */
function FromPreset({ mapping, use }: { mapping: Meaning; use: (mapping: Meaning) => void }) {
  const { t } = useTranslation("imports");
  const presets = useGet<Pages<Preset>>("/presets");
  const items = presets.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Choice label={t("map.preset")}>
      <Select
        aria-label={t("map.preset")}
        placeholder={t("map.presetNone")}
        value={items.find((preset) => alike(preset.mapping, mapping))?.id ?? null}
        popupMatchSelectWidth={false}
        options={items.map((preset) => ({ value: preset.id, label: preset.name }))}
        onChange={(id: string) => {
          const preset = items.find((one) => one.id === id);
          if (preset) use(preset.mapping);
        }}
      />
    </Choice>
  );
}

function Options({ mapping, setMapping }: { mapping: Meaning; setMapping: (mapping: Meaning) => void }) {
  const { t } = useTranslation("imports");
  const { business } = useSession();
  const put = (key: string, value: string) => {
    const { [key]: _old, ...rest } = mapping.options;
    setMapping({ ...mapping, options: value ? { ...rest, [key]: value } : rest });
  };
  const dates = mapping.options.date_format ?? "auto";
  const list = (values: string[], own: string) =>
    [...new Set([own, ...values])].map((value) => ({ value, label: value }));
  return (
    <>
      <Choice label={t("map.currency")}>
        <Select
          aria-label={t("map.currency")}
          showSearch
          value={mapping.options.currency ?? business.currency}
          options={list(CURRENCIES, business.currency)}
          onChange={(value) => put("currency", value)}
        />
      </Choice>
      <Choice label={t("map.time_zone")}>
        <Select
          aria-label={t("map.time_zone")}
          showSearch
          value={mapping.options.time_zone ?? business.time_zone}
          options={list(ZONES, business.time_zone)}
          onChange={(value) => put("time_zone", value)}
        />
      </Choice>
      <Choice label={t("map.date_format")}>
        <Select
          aria-label={t("map.date_format")}
          value={dates}
          options={[
            ...DATES.map((value) => ({ value: value as string, label: t(`map.dates.${value}`) })),
            ...(DATES.some((value) => value === dates) ? [] : [{ value: dates, label: dates }]),
          ]}
          onChange={(value) => put("date_format", value)}
        />
      </Choice>
      <Choice label={t("map.decimal")}>
        <Select
          aria-label={t("map.decimal")}
          value={mapping.options.decimal ?? "."}
          options={[
            { value: ".", label: "1,204.50" },
            { value: ",", label: "1.204,50" },
          ]}
          onChange={(value) => put("decimal", value)}
        />
      </Choice>
    </>
  );
}

function Rows({
  preview,
  mapping,
  setMapping,
}: {
  preview: Preview;
  mapping: Meaning;
  setMapping: (mapping: Meaning) => void;
}) {
  const { t } = useTranslation("imports");
  const target = preview.targets.find((one) => one.entity === mapping.entity);
  const options = [
    ...(target?.fields ?? []).map((f) => ({
      value: f.key,
      label: f.required ? `${f.label} *` : f.label,
      title: f.required ? t("map.required") : f.label,
    })),
    { value: "extra", label: t("map.extra"), title: t("map.extra") },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by the keyboard too
    <section className={styles.scroll} tabIndex={0} aria-label={t("map.firstRows")}>
      <table className={styles.table}>
        <thead>
          <tr>
            {mapping.columns.map((c) => (
              <th key={c.column} scope="col" data-used={c.field !== null || undefined}>
                <span className={styles.column}>{c.column}</span>
                <Select
                  size="small"
                  className={styles.select}
                  allowClear
                  showSearch={{ optionFilterProp: "label" }}
                  popupMatchSelectWidth={false}
                  variant="filled"
                  placeholder={t("map.ignore")}
                  aria-label={t("map.columnFor", { column: c.column })}
                  value={c.field}
                  options={options}
                  onChange={(field: string | undefined) => setMapping(give(mapping, c.column, field ?? null))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a still picture have no other name
            <tr key={at}>
              {mapping.columns.map((c, index) => (
                <td key={c.column} data-used={c.field !== null || undefined}>
                  {row[index] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
