// A page that is counted as it is asked: its days and choices in the address, the shops of the bar above, and all its states.
import { Skeleton } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Params, type QuestionProgress, useGet, type ValueHead } from "../api";
import { useShops } from "../app/session";
import { ErrorState, type Filter, FilterBar, Panel, UnderWay, useQueryState } from "../kit";
import { Sheet } from "./Sheet";
import styles from "./Value.module.css";

interface Props<T> {
  title: string;
  path: string;
  /** Choices beside the days, each asked for by its key. */
  filters?: Filter[];
  /** Where to hear how far an answer is that takes a while, and what its steps are called. */
  progress?: { path: string; say: (step: string, done: number) => string };
  /** Whether enough is chosen to ask; what is said until then. */
  enabled?: boolean;
  unasked?: ReactNode;
  sentence: (data: T) => ReactNode;
  actions?: ReactNode;
  /** What stands in place of the figures when nobody is in them. */
  nothing: ReactNode;
  children: (data: T) => ReactNode;
}

/** What the bar calls each choice, by what it is asked for by. */
const named = (bar: Filter[]) => Object.fromEntries(bar.map(({ key, label }) => [key, label]));

export function Asked<T extends ValueHead>({
  title,
  path,
  filters = [],
  progress,
  enabled = true,
  unasked,
  nothing,
  children,
  ...sheet
}: Props<T>) {
  const { t } = useTranslation("value");
  const { query } = useQueryState();
  const { shop } = useShops();
  const bar: Filter[] = [{ kind: "days", key: "days", label: t("period"), from: "from", to: "to" }, ...filters];
  const params: Params = { shop };
  for (const key of ["from", "to", ...filters.map((filter) => filter.key)]) params[key] = query[key];
  const [question] = useState(() => Math.random().toString(36).slice(2));
  const answer = useGet<T>(path, params, { keep: true, enabled, aside: progress && { question } });
  const { isPlaceholderData: busy } = answer;
  const [data, error] = enabled ? [answer.data, answer.error] : [undefined, null];
  const waiting = answer.isFetching && (busy || (!data && !error));
  return (
    <Sheet title={title} data={data} failed={!enabled || error !== null} {...sheet}>
      <FilterBar filters={bar} />
      {error && !busy ? <ErrorState error={error} names={named(bar)} onRetry={() => void answer.refetch()} /> : null}
      {waiting && progress ? <HowFar {...progress} question={question} /> : null}
      {data && !error ? (
        <div className={styles.whole} data-busy={busy || undefined} aria-busy={busy}>
          {data.population === 0 ? nothing : children(data)}
        </div>
      ) : null}
      {enabled ? null : unasked}
      {enabled && !data && !error ? (
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

/** How far the answer is, when it does not come at once. */
function HowFar({ path, say, question }: NonNullable<Props<ValueHead>["progress"]> & { question: string }) {
  const { t } = useTranslation("value");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 600);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useGet<QuestionProgress>(path, { question }, { enabled: late, every: late ? 1000 : false });
  if (!late || !data?.step) return null;
  const percent = Math.round(((data.place + 0.5) / data.steps) * 100);
  return <UnderWay title={t("counting")} percent={percent} words={say(data.step, data.done)} rough />;
}
