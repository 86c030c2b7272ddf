// 会员专享商品: which products and categories are sold to members only, and from which level on.
import { CrownOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Select, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type MemberGoods, type MemberGoodsRule, Problem, type Programme, put, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Empty, ErrorState, Field, type Mistake, Mistakes, Page, Panel, useLabel } from "../kit";
import { ProductSelect } from "../products/ProductSelect";
import { WordSelect } from "../products/WordSelect";
import styles from "./Members.module.css";

/** Rules have no id of their own; while they are edited each needs one that stays. */
interface Row extends MemberGoodsRule {
  row: number;
}

export default function GoodsPage() {
  const { t } = useTranslation("app");
  const goods = useGet<MemberGoods>("/members/goods");
  const programme = useGet<Programme>("/members/programme");
  if (goods.data && programme.data) return <Editor kept={goods.data} programme={programme.data} />;
  const error = goods.error ?? programme.error;
  return (
    <Page title={t("page.memberGoods")} sentence={error ? undefined : null}>
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([goods.refetch(), programme.refetch()])} />
      ) : (
        <Panel>
          <Skeleton active paragraph={{ rows: 6 }} />
        </Panel>
      )}
    </Page>
  );
}

function Editor({ kept, programme }: { kept: MemberGoods; programme: Programme }) {
  const { t } = useTranslation(["members", "common", "app"]);
  const label = useLabel();
  const can = useCan()("members.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [rows, setRows] = useState<Row[]>(() => kept.rules.map((rule, row) => ({ ...rule, row })));
  const [refused, setRefused] = useState<Mistake[]>([]);
  const [busy, setBusy] = useState(false);
  const rules = rows.map(({ products, categories, level }) => ({ products, categories, level }));
  const benefit = programme.levels.find((level) => level.benefits.member_only);
  const levels = [
    ...(benefit ? [{ value: "", label: t("goods.byBenefit", { name: label(benefit.name) }) }] : []),
    ...programme.levels.map((level) => ({
      value: level.id ?? "",
      label: t("goods.from", { name: label(level.name) }),
    })),
  ];
  const edit = (next: Row[]) => {
    setRefused([]);
    setRows(next);
  };
  const change = (row: number, part: Partial<Row>) =>
    edit(rows.map((one) => (one.row === row ? { ...one, ...part } : one)));
  const add = () =>
    edit([
      ...rows,
      {
        row: Math.max(-1, ...rows.map((one) => one.row)) + 1,
        products: [],
        categories: [],
        level: benefit ? null : (programme.levels[0]?.id ?? null),
      },
    ]);
  const save = async () => {
    setBusy(true);
    try {
      await put("/members/goods", { rules });
      await refresh("/members/goods", "/price");
      message.success(t("common:saved"));
    } catch (error) {
      if (error instanceof Problem) setRefused(error.errors.map((one) => ({ path: one.field, text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const added = can ? (
    <Button icon={<PlusOutlined />} onClick={add}>
      {t("goods.add")}
    </Button>
  ) : null;
  return (
    <Page
      title={t("app:page.memberGoods")}
      sentence={t(programme.enabled ? (rows.length > 0 ? "goods.sentence" : "goods.sentenceNone") : "goods.off", {
        count: rows.length,
      })}
      actions={
        can ? (
          <Button
            type="primary"
            loading={busy}
            disabled={JSON.stringify(rules) === JSON.stringify(kept.rules)}
            onClick={() => void save()}
          >
            {t("common:save")}
          </Button>
        ) : null
      }
    >
      <Mistakes list={refused}>
        {rows.length === 0 ? (
          <Panel>
            <Empty icon={<CrownOutlined />} title={t("goods.none")} text={t("goods.noneText")} action={added} />
          </Panel>
        ) : null}
        {rows.map((one, at) => (
          <Panel
            key={one.row}
            title={t("goods.rule", { n: at + 1 })}
            extra={
              can ? (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t("goods.remove", { n: at + 1 })}
                  onClick={() => edit(rows.filter((other) => other.row !== one.row))}
                />
              ) : null
            }
          >
            <fieldset className={styles.three} disabled={!can}>
              <Field label={t("goods.level")} path={`rules.${at}.level`}>
                {(id, status) => (
                  <Select
                    id={id}
                    status={status}
                    disabled={!can}
                    style={{ width: "100%" }}
                    value={one.level ?? ""}
                    options={levels}
                    onChange={(level) => change(one.row, { level: level || null })}
                  />
                )}
              </Field>
              <Field label={t("goods.products")} path={`rules.${at}.products`}>
                {(id) => (
                  <ProductSelect
                    id={id}
                    by="number"
                    many
                    placeholder={t("common:none")}
                    value={one.products}
                    onChange={(products) => change(one.row, { products })}
                  />
                )}
              </Field>
              <Field label={t("goods.categories")} path={`rules.${at}.categories`} hint={t("goods.categoriesHint")}>
                {(id) => (
                  <WordSelect
                    id={id}
                    of="categories"
                    disabled={!can}
                    placeholder={t("common:none")}
                    value={one.categories}
                    onChange={(categories) => change(one.row, { categories })}
                  />
                )}
              </Field>
            </fieldset>
          </Panel>
        ))}
        {rows.length > 0 ? added : null}
      </Mistakes>
    </Page>
  );
}
