// For what, for whom, when and how often a promotion is: what is left empty is not limited.
import { Checkbox, Collapse, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type Page, type Programme, type Scope, type Segment, type Terms, useGet, type Weekday } from "../api";
import { useCan } from "../app/session";
import { AmountField, Field, useLabel, WholeField } from "../kit";
import { ProductSelect } from "../products/ProductSelect";
import { WordSelect } from "../products/WordSelect";
import { CHANNELS } from "./channels";
import { useRegions } from "./regions";
import styles from "./Wizard.module.css";

const DAYS: Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

interface Props {
  terms: Terms;
  change: (part: Partial<Terms>) => void;
}

export function When({ terms, change }: Props) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  const scope = terms.scope ?? {};
  const put = (part: Partial<Scope>) => change({ scope: { ...scope, ...part } });
  const hours = scope.hours?.[0];
  const can = useCan();
  const programme = useGet<Programme>("/members/programme", {}, { enabled: can("members.read") });
  const early = (programme.data?.enabled ? programme.data.levels : []).filter(
    (level) => level.benefits.early_access_hours > 0,
  );
  return (
    <div className={styles.fields}>
      {(["from", "until"] as const).map((end) => (
        <Field key={end} label={t(`field.${end}At`)} path={`scope.${end}`}>
          {(id, status) => (
            <Input
              id={id}
              status={status}
              type="datetime-local"
              value={(scope[end] ?? "").slice(0, 16)}
              onChange={(event) => put({ [end]: event.target.value || undefined })}
            />
          )}
        </Field>
      ))}
      {early.length > 0 && scope.from && !terms.held ? (
        <Field
          label={t("field.earlyAccess")}
          path="scope.early_access"
          hint={t("fieldHint.earlyAccess", {
            levels: early
              .map((one) => t("earlyLevel", { name: label(one.name), hours: one.benefits.early_access_hours }))
              .join(t("earlyBetween")),
          })}
        >
          {(id) => (
            <Switch
              id={id}
              checked={scope.early_access !== false}
              onChange={(on) => put({ early_access: on ? undefined : false })}
            />
          )}
        </Field>
      ) : null}
      <Many
        label={t("field.weekdays")}
        path="scope.weekdays"
        hint={t("fieldHint.weekdays")}
        placeholder={t("everyDay")}
        value={scope.weekdays}
        options={DAYS.map((value) => ({ value, label: t(`weekday.${value}`) }))}
        change={(weekdays) => put({ weekdays })}
      />
      <Field label={t("field.hoursOf")} path="scope.hours" hint={t("fieldHint.hoursOf")}>
        {(id, status) => (
          <span className={styles.compound}>
            <Input
              id={id}
              type="time"
              status={status}
              value={hours?.from.slice(0, 5) ?? ""}
              onChange={(event) =>
                put({
                  hours: event.target.value ? [{ from: event.target.value, to: hours?.to ?? "23:59" }] : undefined,
                })
              }
            />
            <Input
              type="time"
              aria-label={t("field.hoursTo")}
              value={hours?.to.slice(0, 5) ?? ""}
              onChange={(event) =>
                put({
                  hours: event.target.value ? [{ from: hours?.from ?? "00:00", to: event.target.value }] : undefined,
                })
              }
            />
          </span>
        )}
      </Field>
    </div>
  );
}

export function WhatAndWho({ terms, change }: Props) {
  const { t } = useTranslation(["promotions", "common"]);
  const label = useLabel();
  const can = useCan();
  const scope = terms.scope ?? {};
  const put = (part: Partial<Scope>) => change({ scope: { ...scope, ...part } });
  const segments = useGet<Page<Segment>>("/segments", { limit: 200 }, { enabled: can("segments.read") });
  const programme = useGet<Programme>("/members/programme", {}, { enabled: can("members.read") });
  const regions = useRegions();
  const whose = scope.first_order === undefined ? "" : scope.first_order ? "first" : "later";
  return (
    <div className={styles.fields}>
      <Field label={t("field.scopeProducts")} path="scope.goods" hint={t("fieldHint.scopeProducts")}>
        {(id) => (
          <ProductSelect
            id={id}
            by="number"
            many
            placeholder={t("everything")}
            value={scope.goods?.products ?? []}
            onChange={(products) => put({ goods: { ...scope.goods, products } })}
          />
        )}
      </Field>
      {(["categories", "tags"] as const).map((of) => (
        <Field key={of} label={t(`field.${of}`)} path={`scope.goods.${of}`}>
          {(id, status) => (
            <WordSelect
              id={id}
              status={status}
              of={of}
              value={scope.goods?.[of] ?? []}
              onChange={(words) => put({ goods: { ...scope.goods, [of]: words } })}
            />
          )}
        </Field>
      ))}
      <Field label={t("field.except")} path="scope.except">
        {(id) => (
          <ProductSelect
            id={id}
            by="number"
            many
            placeholder={t("common:none")}
            value={scope.except?.products ?? []}
            onChange={(products) => put({ except: { ...scope.except, products } })}
          />
        )}
      </Field>
      <Field label={t("field.exceptTags")} path="scope.except.tags">
        {(id, status) => (
          <WordSelect
            id={id}
            status={status}
            of="tags"
            placeholder={t("common:none")}
            value={scope.except?.tags ?? []}
            onChange={(tags) => put({ except: { ...scope.except, tags } })}
          />
        )}
      </Field>
      <Many
        label={t("field.segments")}
        path="scope.segments"
        hint={t("fieldHint.segments")}
        placeholder={t("everybody")}
        value={scope.segments}
        options={(segments.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        change={(list) => put({ segments: list })}
      />
      <Many
        label={t("field.levels")}
        path="scope.levels"
        placeholder={t("everybody")}
        value={scope.levels}
        options={(programme.data?.levels ?? []).map((level) => ({ value: level.id ?? "", label: label(level.name) }))}
        change={(levels) => put({ levels })}
      />
      <Field label={t("field.firstOrder")} path="scope.first_order">
        {(id) => (
          <Select
            id={id}
            style={{ width: "100%" }}
            value={whose}
            options={[
              { value: "", label: t("everybody") },
              { value: "first", label: t("firstOrder") },
              { value: "later", label: t("laterOrders") },
            ]}
            onChange={(one) => put({ first_order: one === "" ? undefined : one === "first" })}
          />
        )}
      </Field>
      <Many
        label={t("field.channels")}
        path="scope.channels"
        placeholder={t("everywhere")}
        value={scope.channels}
        options={CHANNELS.map((value) => ({ value, label: t(`common:channel.${value}`) }))}
        change={(channels) => put({ channels })}
      />
      <Field label={t("field.regions")} path="scope.regions" hint={t("fieldHint.regions")}>
        {(id, status) => (
          <Select
            id={id}
            status={status}
            mode="tags"
            style={{ width: "100%" }}
            placeholder={t("everyRegion")}
            tokenSeparators={[",", "，", "、"]}
            value={scope.regions ?? []}
            options={regions}
            notFoundContent={null}
            onChange={(list: string[]) => put({ regions: list })}
          />
        )}
      </Field>
    </div>
  );
}

interface ManyProps<V extends string> {
  label: string;
  path: string;
  hint?: string;
  /** What leaving it empty means. */
  placeholder: string;
  value: V[] | undefined;
  options: { value: V; label: string }[];
  change: (value: V[]) => void;
}

/** Any number of a few things; none of them is no limit. */
function Many<V extends string>({ label, path, hint, placeholder, value, options, change }: ManyProps<V>) {
  return (
    <Field label={label} path={path} hint={hint}>
      {(id, status) => (
        <Select<V[]>
          id={id}
          status={status}
          mode="multiple"
          style={{ width: "100%" }}
          placeholder={placeholder}
          showSearch={{ optionFilterProp: "label" }}
          value={value ?? []}
          options={options}
          onChange={change}
        />
      )}
    </Field>
  );
}

export function Limits({ terms, change }: Props) {
  const { t } = useTranslation("promotions");
  const whole = (key: "uses" | "uses_per_customer" | "priority", min: number) => (
    <WholeField
      label={t(`field.${key}`)}
      path={key}
      hint={t(`fieldHint.${key}` as "fieldHint.priority", { defaultValue: "" }) || undefined}
      min={min}
      placeholder={t("noLimit")}
      value={terms[key]}
      onChange={(value) => change({ [key]: value ?? undefined })}
    />
  );
  const amount = (key: "budget" | "max_off") => (
    <AmountField
      label={t(`field.${key}`)}
      path={key}
      hint={t(`fieldHint.${key}`)}
      placeholder={t("noLimit")}
      value={terms[key]}
      onChange={(value) => change({ [key]: value ?? undefined })}
    />
  );
  return (
    <>
      <div className={styles.fields}>
        {amount("budget")}
        {whole("uses", 1)}
        {whole("uses_per_customer", 1)}
        {amount("max_off")}
      </div>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: "beside",
            label: t("beside"),
            children: (
              <div className={styles.fields}>
                <Field label={t("field.exclusive")} path="exclusive" hint={t("fieldHint.exclusive")}>
                  {(id, status) => (
                    <Input
                      id={id}
                      status={status}
                      maxLength={40}
                      value={terms.exclusive ?? ""}
                      onChange={(event) => change({ exclusive: event.target.value || undefined })}
                    />
                  )}
                </Field>
                {whole("priority", -1000)}
                <Checkbox checked={terms.alone ?? false} onChange={(event) => change({ alone: event.target.checked })}>
                  {t("field.alone")}
                </Checkbox>
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
