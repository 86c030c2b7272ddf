// What is known of a customer, each with where and when it came from, its history, and a pencil.
import { EditOutlined, HistoryOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { App, Button, DatePicker, Input, InputNumber, Popover, Select, Tooltip } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Attribute, type CustomerCard, type Field, type Page, patch, post, useGet, useRefresh } from "../api";
import { useCan, useSession } from "../app/session";
import { Masked, Panel, useFormat } from "../kit";
import { major } from "../kit/format";
import styles from "./Card.module.css";
import { useSourceName } from "./source";

const WHOLE = new Set(["registered_at", "buyer_credit"]);

export async function reveal(id: string, fields: string[]): Promise<Record<string, string | null>> {
  const { values } = await post<{ values: Record<string, string | null> }>(`/customers/${id}/reveal`, { fields });
  return values;
}

export function Attributes({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const [all, setAll] = useState(false);
  const said = card.attributes.filter((a) => a.display !== null && a.display !== "");
  const silent = card.attributes.filter((a) => a.display === null || a.display === "");
  return (
    <Panel
      title={t("attributes.title")}
      extra={
        silent.length > 0 ? (
          <Button type="link" size="small" className={styles.panelLink} onClick={() => setAll(!all)}>
            {all ? t("attributes.less") : t("attributes.more", { count: silent.length })}
          </Button>
        ) : null
      }
    >
      <dl className={styles.attributes}>
        {(all ? [...said, ...silent] : said).map((attribute) => (
          <Row key={attribute.key} card={card} attribute={attribute} />
        ))}
      </dl>
      {said.length === 0 && !all ? <p className={styles.quiet}>{t("attributes.none")}</p> : null}
    </Panel>
  );
}

function Row({ card, attribute }: { card: CustomerCard; attribute: Attribute }) {
  const { t } = useTranslation(["customers", "common"]);
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const label = attribute.label;
  const shown = useShown(attribute);
  return (
    <div className={styles.attribute}>
      <dt>{label}</dt>
      <dd>
        {editing ? (
          <Editor card={card} attribute={attribute} onDone={() => setEditing(false)} />
        ) : (
          <>
            <span className={styles.value}>
              {attribute.sensitive ? (
                <Masked
                  masked={attribute.display}
                  label={label}
                  reveal={
                    can("customers.reveal")
                      ? async () => (await reveal(card.id, [attribute.key]))[attribute.key] ?? null
                      : undefined
                  }
                />
              ) : (
                shown
              )}
            </span>
            <span className={styles.tools}>
              <Provenance attribute={attribute} />
              {attribute.history.length > 0 ? <Past attribute={attribute} /> : null}
              {can("customers.write") && !WHOLE.has(attribute.key) ? (
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={`${t("common:edit")}: ${label}`}
                  onClick={() => setEditing(true)}
                />
              ) : null}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}

function useShown(attribute: Attribute): string {
  const { t } = useTranslation(["customers", "common"]);
  const f = useFormat();
  if (attribute.display === null || attribute.display === "") return "–";
  if (attribute.key === "gender") return t(`gender.${attribute.display}` as "gender.female", attribute.display);
  if (attribute.key === "registered_at") return f.day(attribute.display);
  if (attribute.key === "birthday") return f.birthday(attribute.display);
  if (attribute.type === "yes_no") return attribute.value ? t("common:yes") : t("common:no");
  return attribute.display;
}

function Provenance({ attribute }: { attribute: Attribute }) {
  const sourceName = useSourceName();
  const { t } = useTranslation("customers");
  const f = useFormat();
  const { source } = attribute;
  if (!source) return null;
  const kind = t(`source.${source.kind}` as "source.import", source.kind);
  const text = t("attributes.from", { kind, name: sourceName(source.name), at: f.instant(source.at) });
  return (
    <Tooltip title={text}>
      <button type="button" className={styles.hint} aria-label={`${attribute.label}: ${text}`}>
        <InfoCircleOutlined />
      </button>
    </Tooltip>
  );
}

function Past({ attribute }: { attribute: Attribute }) {
  const sourceName = useSourceName();
  const { t } = useTranslation("customers");
  const f = useFormat();
  const word = (value: unknown) =>
    value === null || value === undefined || value === ""
      ? t("attributes.emptied")
      : attribute.key === "gender"
        ? t(`gender.${String(value)}` as "gender.female", String(value))
        : String(value);
  return (
    <Popover
      trigger="click"
      title={t("attributes.history", { label: attribute.label })}
      content={
        <ol className={styles.past}>
          {attribute.history.map((h) => (
            <li key={`${h.at} ${h.source}`}>
              <span>{word(h.value)}</span>
              <span className={styles.quietSmall}>
                {sourceName(h.source)} · {f.instant(h.at)}
              </span>
            </li>
          ))}
        </ol>
      }
    >
      <Button
        type="text"
        size="small"
        icon={<HistoryOutlined />}
        aria-label={t("attributes.history", { label: attribute.label })}
      />
    </Popover>
  );
}

function Editor({ card, attribute, onDone }: { card: CustomerCard; attribute: Attribute; onDone: () => void }) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const first = attribute.sensitive ? "" : attribute.value;
  const [value, setValue] = useState<unknown>(first);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const empty = value === "" || value === undefined;
      await patch(`/customers/${card.id}`, { attributes: { [attribute.key]: empty ? null : value } });
      await refresh(`/customers/${card.id}`);
      message.success(t("common:saved"));
      onDone();
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <Control attribute={attribute} value={value} onChange={setValue} />
      <Button type="primary" size="small" htmlType="submit" loading={busy}>
        {t("common:save")}
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        {t("common:cancel")}
      </Button>
    </form>
  );
}

function Control({
  attribute,
  value,
  onChange,
}: {
  attribute: Attribute;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { business } = useSession();
  const own = attribute.key.startsWith("field:");
  const fields = useGet<Page<Field>>("/fields", { limit: 200 }, { enabled: own });
  const field = fields.data?.items.find((f) => `field:${f.key}` === attribute.key);
  const shape = { size: "small" as const, autoFocus: true, "aria-label": attribute.label, className: styles.control };
  const text = value === null || value === undefined ? "" : String(value);
  const options = useChoices(attribute, field);
  if (options) return <Select {...shape} allowClear value={value || null} options={options} onChange={onChange} />;
  if (attribute.type === "tags")
    return (
      <Select
        {...shape}
        mode="multiple"
        value={Array.isArray(value) ? (value as string[]) : []}
        options={(field?.options ?? []).map((o) => ({ value: o, label: o }))}
        onChange={onChange}
      />
    );
  if (attribute.type === "date")
    return (
      <DatePicker
        {...shape}
        value={text ? dayjs(text) : null}
        onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
      />
    );
  if (attribute.type === "number")
    return <InputNumber {...shape} value={typeof value === "number" ? value : null} onChange={onChange} />;
  if (attribute.type === "money") {
    const minor = 100 / major(100, business.currency);
    const amount = (value as { amount?: number } | null)?.amount ?? (typeof value === "number" ? value : null);
    return (
      <InputNumber
        {...shape}
        value={amount === null ? null : amount / minor}
        onChange={(whole) =>
          onChange(whole === null ? null : { amount: Math.round(whole * minor), currency: business.currency })
        }
      />
    );
  }
  return (
    <Input
      {...shape}
      placeholder={attribute.sensitive ? (attribute.display ?? "") : undefined}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** What may be chosen, for an attribute that is a choice. */
function useChoices(attribute: Attribute, field: Field | undefined): { value: unknown; label: string }[] | null {
  const { t } = useTranslation(["customers", "common"]);
  if (attribute.key === "gender")
    return (["female", "male", "other"] as const).map((value) => ({ value, label: t(`gender.${value}`) }));
  if (attribute.type === "yes_no")
    return [
      { value: true, label: t("common:yes") },
      { value: false, label: t("common:no") },
    ];
  return attribute.type === "one_of" ? (field?.options ?? []).map((value) => ({ value, label: value })) : null;
}
