// Whom something is handed to: everybody in a segment, or customers chosen one by one.
import { Form, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Page, type Segment, useGet } from "../api";
import { useKeepShops } from "../app/session";
import { CustomerSelect } from "../customers/CustomerSelect";
import { labelOf } from "../customers/Who";
import { AsOf, useAsOf, useFormat } from "../kit";
import styles from "./Segments.module.css";

export type WhomKind = "segment" | "customers";

/** What is chosen so far, beginning with a segment; `open` says when segments are asked for. */
export function useWhom(open: boolean, first: string | null = null) {
  const [segment, setSegment] = useState<string | null>(first);
  const [people, setPeople] = useState<Map<string, string>>(new Map());
  const segments = useGet<Page<Segment>>("/segments", { limit: 200 }, { enabled: open });
  const list = segments.data?.items;
  const chosen = list?.find((one) => one.id === segment);
  return {
    list,
    segment,
    setSegment,
    chosen,
    people,
    setPeople,
    ready: (kind: WhomKind) => (kind === "segment" ? chosen !== undefined : people.size > 0),
    target: (kind: WhomKind) => (kind === "segment" ? { segment } : { customers: [...people.keys()] }),
  };
}

export function WhomField({ kind, whom }: { kind: WhomKind; whom: ReturnType<typeof useWhom> }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const asOf = useAsOf();
  const keep = useKeepShops();
  const { list, people, setPeople } = whom;
  if (kind === "segment")
    return (
      <Form.Item
        label={t("whom.segment")}
        htmlFor="whom-segment"
        required
        extra={
          list?.length === 0 ? (
            <>
              {t("whom.none")}
              <Link to={keep("/segments/new")}>{t("whom.make")}</Link>
            </>
          ) : whom.chosen ? (
            <>
              {t("whom.size", { value: f.count(whom.chosen.size) })} <AsOf at={whom.chosen.size_at} />
            </>
          ) : undefined
        }
      >
        <Select
          id="whom-segment"
          value={whom.segment}
          showSearch={{ optionFilterProp: "label" }}
          options={(list ?? []).map((one) => ({ value: one.id, label: one.name, size: one }))}
          optionRender={({ data }) => (
            <>
              {data.label} · {f.count(data.size.size)} <span className={styles.quiet}>{asOf(data.size.size_at)}</span>
            </>
          )}
          onChange={whom.setSegment}
        />
      </Form.Item>
    );
  return (
    <Form.Item
      label={t("whom.customers")}
      htmlFor="whom-customers"
      required
      extra={
        people.size === 0
          ? t("whom.customersHint")
          : [...people].map(([id, name]) => (
              <Tag
                key={id}
                closable
                onClose={() => setPeople((old) => new Map([...old].filter(([one]) => one !== id)))}
              >
                {name}
              </Tag>
            ))
      }
    >
      <CustomerSelect
        id="whom-customers"
        value={null}
        onChange={(id, row) => id && setPeople((old) => new Map(old).set(id, row ? labelOf(row) : `#${id}`))}
      />
    </Form.Item>
  );
}
