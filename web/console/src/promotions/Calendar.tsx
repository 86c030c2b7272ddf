// The calendar: a month with a bar for everything that runs in it, today as a line; coupons too, drafts dashed.
import { ClockCircleOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type PromotionCalendar, type PromotionRow, useGet } from "../api";
import { Empty, ErrorState, Panel, useFormat, useLabel, useQueryState } from "../kit";
import { type Bar, barsOf, monthAfter, monthDays } from "./month";
import styles from "./Promotions.module.css";
import { useDays } from "./standing";

/** Where the month is wider than the screen, today stands in it from the start. */
function showToday(scroll: HTMLElement | null) {
  const today = scroll?.querySelector<HTMLElement>("[data-today]");
  if (scroll && today) scroll.scrollLeft = Math.max(0, today.offsetLeft - scroll.clientWidth / 2);
}

export function Calendar({ open }: { open: (row: PromotionRow) => void }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const { query, set } = useQueryState();
  const today = f.day(new Date().toISOString());
  const month = /^\d{4}-\d{2}$/.test(query.month ?? "") ? (query.month as string) : today.slice(0, 7);
  const days = useMemo(() => monthDays(month), [month]);
  const answer = useGet<PromotionCalendar>(
    "/promotions/calendar",
    { from: `${month}-01`, until: `${monthAfter(month, 1)}-01` },
    { keep: true },
  );
  const items = answer.data?.items;
  const early = answer.data?.early;
  const bars = useMemo(() => (items ? barsOf(items, month, f.day, early) : []), [items, month, f, early]);
  const turn = (by: number) =>
    set({ month: monthAfter(month, by) === today.slice(0, 7) ? null : monthAfter(month, by) });
  const name = new Intl.DateTimeFormat(f.setting.locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
  return (
    <Panel
      title={t("calendar")}
      hint={t("calendarHint")}
      extra={
        <span className={styles.turns}>
          <Button type="text" icon={<LeftOutlined />} aria-label={t("monthBefore")} onClick={() => turn(-1)} />
          <span>{name}</span>
          <Button type="text" icon={<RightOutlined />} aria-label={t("monthAfter")} onClick={() => turn(1)} />
        </span>
      }
    >
      {answer.error && !items ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} small /> : null}
      {!items && !answer.error ? <Skeleton active paragraph={{ rows: 5 }} /> : null}
      {items?.length === 0 ? <Empty small title={t("calendarNone")} /> : null}
      {items && items.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t("calendar")} ref={showToday}>
          <div className={styles.month} style={{ gridTemplateColumns: `repeat(${days.length}, minmax(22px, 1fr))` }}>
            {days.map((day, at) => (
              <span
                key={day.day}
                className={
                  day.day === today
                    ? `${styles.day} ${styles.today}`
                    : day.rest
                      ? `${styles.day} ${styles.rest}`
                      : styles.day
                }
                style={{ gridColumn: at + 1, gridRow: `1 / span ${bars.length + 1}` }}
                data-today={day.day === today || undefined}
                aria-hidden
              >
                {Number(day.day.slice(8))}
              </span>
            ))}
            {bars.map((bar, at) => (
              <Line key={bar.row.id} bar={bar} at={at} open={open} />
            ))}
          </div>
        </section>
      ) : null}
    </Panel>
  );
}

function Line({ bar, at, open }: { bar: Bar; at: number; open: (row: PromotionRow) => void }) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  const { row } = bar;
  const when = useDays(row);
  const name = label(row.name) || row.key;
  const said = [t(`states.${row.state}`), when, bar.early ? label(bar.early.words) : ""].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      className={`${styles.bar} ${styles[row.state]} ${row.held ? styles.held : ""} ${bar.opens ? "" : styles.before} ${bar.closes ? "" : styles.after}`}
      style={{ gridColumn: `${bar.from} / ${bar.to}`, gridRow: at + 2 }}
      title={`${name} · ${said}`}
      onClick={() => open(row)}
    >
      {bar.early ? (
        <i className={styles.early} style={{ width: `${(100 * bar.early.days) / (bar.to - bar.from)}%` }} />
      ) : null}
      <span data-beside={bar.beside ?? undefined}>
        {bar.early ? <ClockCircleOutlined aria-hidden /> : null} {name}
        <span className="unseen">{said}</span>
      </span>
    </button>
  );
}
