// 积分: what the shop owes in points, how they come and go, what expires ahead, and the rules by which they are earned.
import { GiftOutlined, SettingOutlined, StarOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Liability, type PointsRules, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Chart, type ChartOption, Empty, ErrorState, Page, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useKindName } from "../segments/useKindName";
import { useAppearance } from "../theme/appearance";
import { Flow, type Say } from "./Flow";
import styles from "./Points.module.css";
import { RulesDrawer } from "./RulesDrawer";

/** How far ahead it is said what expires. */
const MONTHS = 12;

export default function Points() {
  const { t } = useTranslation(["points", "app"]);
  const f = useFormat();
  const can = useCan();
  const keep = useKeepShops();
  const rules = useGet<PointsRules>("/points/rules");
  const liability = useGet<Liability>("/points/liability", { months: MONTHS });
  const [editing, setEditing] = useState(false);
  const say = useMemo<Say>(
    () => ({ name: t("flow"), part: (key) => t(key), whole: f.count, short: f.shortCount }),
    [t, f],
  );
  const data = liability.data;
  const error = liability.error ?? rules.error;
  if (error && !(data && rules.data))
    return (
      <Page title={t("app:page.points")}>
        <ErrorState error={error} onRetry={() => void Promise.all([liability.refetch(), rules.refetch()])} />
      </Page>
    );
  const edit = can("members.write") ? (
    <Button
      type={rules.data?.enabled ? "default" : "primary"}
      icon={<SettingOutlined />}
      onClick={() => setEditing(true)}
    >
      {t("setUp")}
    </Button>
  ) : null;
  const drawer = rules.data ? (
    <RulesDrawer rules={rules.data} open={editing} onClose={() => setEditing(false)} />
  ) : null;
  if (data && rules.data && !rules.data.enabled && data.holders === 0)
    return (
      <Page title={t("app:page.points")}>
        <Panel>
          <Empty icon={<StarOutlined />} title={t("offTitle")} text={t("offText")} action={edit} />
        </Panel>
        {drawer}
      </Page>
    );
  const soon = data?.expiring.slice(0, 3).reduce((sum, one) => sum + one.points, 0) ?? 0;
  return (
    <Page
      title={t("app:page.points")}
      sentence={
        !data
          ? null
          : rules.data?.enabled
            ? t("sentence", {
                count: data.holders,
                holders: f.count(data.holders),
                available: f.shortCount(data.available),
                value: f.amount(data.available_value, data.currency),
                soon: f.shortCount(soon),
              })
            : t("off")
      }
      actions={
        <>
          <Link to={keep("/points/mall")}>
            <Button icon={<GiftOutlined />}>{t("mall.title")}</Button>
          </Link>
          {edit}
        </>
      }
    >
      <Panel title={t("owing")} hint={data ? t("asOf", { time: f.instant(data.as_of) }) : undefined}>
        {data ? <Owing data={data} /> : <Skeleton active paragraph={{ rows: 2 }} />}
      </Panel>
      <Panel title={t("flow")} hint={t("flowHint")}>
        <Flow months={data?.months} say={say} />
      </Panel>
      <div className={styles.two}>
        <Panel title={t("ahead")} hint={t("aheadHint")}>
          <Ahead data={data} />
        </Panel>
        <Panel title={t("rules.title")}>
          {rules.data ? <Said rules={rules.data} /> : <Skeleton active paragraph={{ rows: 3 }} />}
        </Panel>
      </div>
      {drawer}
    </Page>
  );
}

function Owing({ data }: { data: Liability }) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const all = Math.max(1, data.available + data.pending);
  return (
    <div className={styles.owing}>
      <div className={styles.split} aria-hidden>
        <span className={styles.usable} style={{ width: `${(100 * data.available) / all}%` }} />
        <span className={styles.waiting} style={{ width: `${(100 * data.pending) / all}%` }} />
      </div>
      <dl className={styles.figures}>
        <div>
          <dt>{t("worth")}</dt>
          <dd>{f.amount(data.available_value, data.currency)}</dd>
        </div>
        <div title={t("worthAllHint")}>
          <dt>{t("worthAll")}</dt>
          <dd>{f.amount(data.value, data.currency)}</dd>
        </div>
        <div>
          <dt>{t("available")}</dt>
          <dd>{f.count(data.available)}</dd>
        </div>
        <div title={t("pendingHint")}>
          <dt>{t("pending")}</dt>
          <dd>{f.count(data.pending)}</dd>
        </div>
        <div title={t("owedHint")}>
          <dt>{t("owed")}</dt>
          <dd>{f.count(data.owed)}</dd>
        </div>
      </dl>
    </div>
  );
}

function Ahead({ data }: { data: Liability | undefined }) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const { ink } = useAppearance();
  const months = data?.expiring;
  const option = useMemo<ChartOption | undefined>(
    () =>
      months && {
        grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
        tooltip: {
          ...tooltip(ink),
          trigger: "axis",
          formatter: (params: unknown) => {
            const one = months[(params as { dataIndex: number }[])[0]?.dataIndex ?? 0];
            return one
              ? tip(one.month, [{ label: t("points"), value: f.count(one.points), color: ink.accent }], ink)
              : "";
          },
        },
        xAxis: {
          type: "category",
          data: months.map((one) => one.month),
          axisLine: { lineStyle: { color: ink.line } },
          axisTick: { show: false },
          axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
        },
        yAxis: valueAxis((value) => f.shortCount(value), ink),
        series: [
          {
            type: "bar",
            barMaxWidth: 28,
            itemStyle: { color: ink.soft, borderRadius: [4, 4, 0, 0] },
            data: months.map((one) => one.points),
          },
        ],
      },
    [months, ink, f, t],
  );
  return (
    <Chart
      name={t("ahead")}
      option={option}
      height={200}
      empty={months?.every((one) => one.points === 0)}
      emptyText={t("aheadNone", { months: MONTHS })}
      table={months && { columns: [t("month"), t("points")], rows: months.map((one) => [one.month, one.points]) }}
    />
  );
}

/** The rules in a sentence and a list. */
function Said({ rules }: { rules: PointsRules }) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const kind = useKindName();
  const { expiry } = rules;
  const ends =
    expiry.kind === "never"
      ? t("rules.expiryNever")
      : expiry.kind === "days"
        ? t("rules.expiryDays", { count: expiry.days, days: f.count(expiry.days) })
        : expiry.years > 0
          ? t("rules.expiryYear", { count: expiry.years, years: f.count(expiry.years) })
          : t("rules.expiryYear0");
  return (
    <div className={styles.said}>
      <p>
        {t("rules.sentence", {
          count: rules.points,
          per: f.amount(rules.per),
          points: f.count(rules.points),
          value: f.amount(rules.value),
          expiry: ends,
        })}
      </p>
      {rules.bonuses.length === 0 ? (
        <p className={styles.quiet}>{t("rules.noBonus")}</p>
      ) : (
        <ul className={styles.bonuses}>
          {rules.bonuses.map((bonus) => (
            <li key={JSON.stringify(bonus)}>
              <span>
                {t(`rules.bonusKind.${bonus.kind}`)} ·{" "}
                {bonus.kind === "behaviour"
                  ? kind(bonus.name)
                  : bonus.kind === "category"
                    ? bonus.category
                    : bonus.kind === "campaign"
                      ? `${bonus.name} · ${f.instant(bonus.from)} – ${f.instant(bonus.until)}`
                      : `#${bonus.product_id}`}
              </span>
              <strong>{bonus.kind === "behaviour" ? `+${f.count(bonus.points)}` : `${f.count(bonus.percent)}%`}</strong>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.quiet}>{t("rules.levelHint")}</p>
    </div>
  );
}
