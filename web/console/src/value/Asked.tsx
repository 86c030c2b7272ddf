// A page that is counted as it is asked: its days and choices in the address, the shops of the bar above, and all its states.
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Params, useGet, type ValueHead } from "../api";
import { useShops } from "../app/session";
import { ErrorState, type Filter, FilterBar, Panel, useQueryState } from "../kit";
import { Sheet } from "./Sheet";
import styles from "./Value.module.css";

interface Props<T> {
  title: string;
  path: string;
  /** Choices beside the days, each asked for by its key. */
  filters?: Filter[];
  sentence: (data: T) => ReactNode;
  actions?: ReactNode;
  /** What stands in place of the figures when nobody is in them. */
  nothing: ReactNode;
  children: (data: T) => ReactNode;
}

export function Asked<T extends ValueHead>({ title, path, filters = [], nothing, children, ...sheet }: Props<T>) {
  const { t } = useTranslation("value");
  const { query } = useQueryState();
  const { shop } = useShops();
  const bar: Filter[] = [{ kind: "days", key: "days", label: t("period"), from: "from", to: "to" }, ...filters];
  const params: Params = { shop };
  for (const key of ["from", "to", ...filters.map((filter) => filter.key)]) params[key] = query[key];
  const answer = useGet<T>(path, params, { keep: true });
  const { data, error, isPlaceholderData: busy } = answer;
  return (
    <Sheet title={title} data={data} failed={error !== null} {...sheet}>
      <FilterBar filters={bar} />
      {error && !busy ? <ErrorState error={error} onRetry={() => void answer.refetch()} /> : null}
      {data && !error ? (
        <div className={styles.whole} data-busy={busy || undefined} aria-busy={busy}>
          {data.population === 0 ? nothing : children(data)}
        </div>
      ) : null}
      {!data && !error ? (
        <Panel>
          <p className={styles.quiet} role="status">
            {t("counting")}
          </p>
          <Skeleton active paragraph={{ rows: 10 }} />
        </Panel>
      ) : null}
    </Sheet>
  );
}
