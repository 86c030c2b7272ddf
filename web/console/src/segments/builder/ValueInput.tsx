// Where a value is typed or chosen. Text, choices and tags suggest what the data holds, with how many customers have it.
import { DatePicker, InputNumber, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Property, useGet, type Value } from "../../api";
import { useSession } from "../../app/session";
import { useFormat, useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { Unheard } from "./Unheard";

/** Whose values are suggested: an attribute's or a property's of a kind of fact. */
export type Source = { attribute: string } | { kind: string; property: string };

export interface Suggested {
  values: { value: string; customers: number }[];
}

function useSuggestions(of: Property, source: Source, open: boolean, text: string) {
  const label = useLabel();
  const f = useFormat();
  const q = useDeferredValue(text.trim());
  const answer = useGet<Suggested>("/rules/values", { ...source, q, limit: 30 }, { enabled: open, keep: true });
  const words = new Map((of.choices ?? []).map((choice) => [choice.value, label(choice.label)]));
  const found = answer.data?.values ?? [];
  const counted = new Map(found.map((one) => [one.value, one.customers]));
  const names = [...new Set([...found.map((one) => one.value), ...(of.choices ?? []).map((one) => one.value)])];
  const asked = q.toLowerCase();
  const options = names
    .map((value) => ({ value, label: words.get(value) ?? value, count: counted.get(value) }))
    .filter(({ value, label: shown }) => !asked || `${value} ${shown}`.toLowerCase().includes(asked))
    .map(({ value, label: shown, count }) => ({
      value,
      label: (
        <span className={styles.option}>
          <span>{shown}</span>
          {count === undefined ? null : <span className={styles.optionCount}>{f.count(count)}</span>}
        </span>
      ),
    }));
  return { options, word: (value: string) => words.get(value) ?? value, busy: answer.isFetching };
}

/** Several values of text, choices or tags. */
export function Values({
  of,
  source,
  values,
  onChange,
}: {
  of: Property;
  source: Source;
  values: Value[];
  onChange: (values: Value[]) => void;
}) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const { options, word, busy } = useSuggestions(of, source, open, text);
  const chosen = values.flatMap((value) => ("text" in value ? [value.text] : []));
  const free = !of.choices?.length;
  return (
    <>
      <Select
        className={styles.values}
        mode={of.type === "choice" && !free ? "multiple" : "tags"}
        aria-label={`${label(of.label)} ${t("value")}`}
        placeholder={t("values")}
        value={chosen}
        options={options}
        loading={open && busy}
        showSearch={{ filterOption: false, onSearch: setText }}
        tokenSeparators={[",", "，", "、", "\n"]}
        maxTagCount={8}
        labelRender={({ value }) => word(String(value))}
        popupMatchSelectWidth={false}
        onOpenChange={setOpen}
        onChange={(next: string[]) => {
          setText("");
          onChange(
            next
              .map((one) => one.trim())
              .filter(Boolean)
              .map((one) => ({ text: one })),
          );
        }}
      />
      {free ? (
        <Unheard
          source={source}
          values={chosen}
          onReplace={(value, by) =>
            onChange([...new Set(chosen.map((one) => (one === value ? by : one)))].map((one) => ({ text: one })))
          }
        />
      ) : null}
    </>
  );
}

/** One value of any type. */
export function OneValue({
  of,
  source,
  value,
  onChange,
  label: named,
}: {
  of: Property;
  source: Source;
  value: Value;
  onChange: (value: Value) => void;
  label?: string;
}) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const name = named ?? `${label(of.label)} ${t("value")}`;
  if ("flag" in value)
    return (
      <Segmented<boolean>
        aria-label={name}
        value={value.flag}
        options={[
          { value: true, label: t("yes") },
          { value: false, label: t("no") },
        ]}
        onChange={(flag) => onChange({ flag })}
      />
    );
  if ("number" in value)
    return (
      <Figure
        money={of.type === "money"}
        label={name}
        value={value.number}
        onChange={(number) => onChange({ number })}
      />
    );
  if ("day" in value || "instant" in value) {
    const day = "day" in value ? value.day : value.instant.slice(0, 10);
    return (
      <DatePicker
        aria-label={name}
        value={day ? dayjs(day) : null}
        onChange={(next) => onChange({ day: next?.format("YYYY-MM-DD") ?? "" })}
      />
    );
  }
  return (
    <Values
      of={of}
      source={source}
      values={value.text ? [value] : []}
      onChange={(values) => onChange(values.at(-1) ?? { text: "" })}
    />
  );
}

/** A number as text, so that nothing rounds it. */
export function Figure({
  label,
  value,
  onChange,
  money = false,
  suffix,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  money?: boolean;
  suffix?: string;
}) {
  const { business } = useSession();
  const { i18n } = useTranslation();
  const symbol = money
    ? new Intl.NumberFormat(i18n.language, {
        style: "currency",
        currency: business.currency,
        currencyDisplay: "narrowSymbol",
      })
        .formatToParts(0)
        .find((part) => part.type === "currency")?.value
    : undefined;
  return (
    <InputNumber<string>
      className={styles.number}
      stringMode
      aria-label={label}
      value={value === "" ? null : value}
      prefix={symbol}
      suffix={suffix}
      controls={false}
      changeOnWheel={false}
      status={value === "" ? "warning" : undefined}
      onChange={(next) => onChange(next === null ? "" : String(next))}
    />
  );
}
