// Filters that live in the address, so that a view can be sent to a colleague.
import { ReloadOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import styles from "./FilterBar.module.css";

// The calendar is heavy, and most bars have none.
const Days = lazy(() => import("./Days"));

/** The query of the address as plain values; `set` replaces only what it names, and an empty value removes it. */
export function useQueryState(): {
  query: Record<string, string>;
  set: (change: Record<string, string | null | undefined>) => void;
  clear: (keep?: string[]) => void;
} {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => Object.fromEntries([...params].filter(([key]) => key !== "shop")), [params]);
  const set = useCallback(
    (change: Record<string, string | null | undefined>) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [key, value] of Object.entries(change)) {
            if (value) next.set(key, value);
            else next.delete(key);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const clear = useCallback(
    (keep: string[] = []) =>
      setParams((old) => new URLSearchParams([...old].filter(([key]) => key === "shop" || keep.includes(key))), {
        replace: true,
      }),
    [setParams],
  );
  return { query, set, clear };
}

export type Filter =
  | { kind: "search"; key: string; label: string }
  | { kind: "one"; key: string; label: string; options: { value: string; label: string }[]; wide?: boolean }
  | { kind: "days"; key: string; label: string; from: string; to: string };

interface Props {
  filters: Filter[];
  extra?: ReactNode;
}

export function FilterBar({ filters, extra }: Props) {
  const { t } = useTranslation("kit");
  const { query, set, clear } = useQueryState();
  const keys = filters.flatMap((f) => (f.kind === "days" ? [f.from, f.to] : [f.key]));
  const active = keys.some((key) => query[key]);
  return (
    <search className={styles.bar}>
      {filters.map((filter) => (
        <Control key={filter.key} filter={filter} query={query} set={set} />
      ))}
      {active ? (
        <Button
          type="text"
          icon={<ReloadOutlined />}
          onClick={() => clear(Object.keys(query).filter((k) => !keys.includes(k)))}
        >
          {t("filterReset")}
        </Button>
      ) : null}
      {extra ? <div className={styles.extra}>{extra}</div> : null}
    </search>
  );
}

function Control({
  filter,
  query,
  set,
}: {
  filter: Filter;
  query: Record<string, string>;
  set: (change: Record<string, string | null | undefined>) => void;
}) {
  if (filter.kind === "search")
    return (
      <SearchBox label={filter.label} value={query[filter.key] ?? ""} onChange={(q) => set({ [filter.key]: q })} />
    );
  if (filter.kind === "one")
    return (
      <Select
        className={filter.wide ? styles.wide : styles.one}
        placeholder={filter.label}
        aria-label={filter.label}
        allowClear
        showSearch={filter.options.length > 8 ? { optionFilterProp: "label" } : false}
        popupMatchSelectWidth={false}
        value={query[filter.key] ?? null}
        options={filter.options}
        onChange={(value: string | null) => set({ [filter.key]: value })}
      />
    );
  return (
    <Suspense fallback={<span className={styles.one} />}>
      <Days
        label={filter.label}
        from={query[filter.from]}
        to={query[filter.to]}
        onChange={(from, to) => set({ [filter.from]: from, [filter.to]: to })}
      />
    </Suspense>
  );
}

/** Writes to the address a moment after the last key, so that every letter is not a question. */
function SearchBox({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next.trim()), wait);
  };
  return (
    <Input
      className={styles.search}
      prefix={<SearchOutlined className={styles.icon} aria-hidden />}
      value={text}
      placeholder={label}
      aria-label={label}
      allowClear
      onChange={(event) => send(event.target.value, 250)}
      onPressEnter={() => send(text, 0)}
    />
  );
}
