// 拼团: how group buying goes, which groups run, were filled and failed, and who is in each.
import { UsergroupAddOutlined } from "@ant-design/icons";
import { Button, Progress, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type GroupBuy, type GroupBuyStatus, type GroupBuySummary, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Named } from "../customers/Named";
import {
  Chart,
  type ChartOption,
  type Column,
  DataList,
  Empty,
  Instant,
  Page,
  Panel,
  tip,
  tooltip,
  useFormat,
  useLabel,
  useQueryState,
  valueAxis,
} from "../kit";
import { useAppearance } from "../theme/appearance";
import { CallOff } from "./CallOff";
import { GroupBuyState } from "./GroupBuyState";
import styles from "./GroupBuys.module.css";
import { GroupDrawer } from "./GroupDrawer";

const TABS = ["open", "filled", "failed", "all"] as const;
/** Promotions in the picture. */
const SHOWN = 8;

export default function GroupBuys() {
  const { t } = useTranslation(["groupBuys", "app"]);
  const f = useFormat();
  const summary = useGet<GroupBuySummary>("/group-buys/summary", {}, { every: () => 15_000 });
  const data = summary.data;
  const any = data && data.promotions.length > 0;
  return (
    <Page
      title={t("app:page.groupBuys")}
      sentence={
        !data
          ? summary.error
            ? undefined
            : null
          : any
            ? [
                t("sentence", {
                  open: f.count(data.open),
                  missing: f.count(data.missing),
                  filled: f.count(data.filled),
                  amount: f.amount(data.amount, data.currency),
                }),
                data.fill_per_mille === null ? "" : t("rate", { rate: f.rate(data.fill_per_mille) }),
                data.to_refund > 0
                  ? t("refunds", {
                      count: data.to_refund,
                      value: f.count(data.to_refund),
                      amount: f.amount(data.refund_amount, data.currency),
                    })
                  : "",
              ].join("")
            : t("nothing")
      }
    >
      {data && any ? (
        <Panel title={t("byPromotion")} hint={t("byPromotionHint", { time: f.instant(data.as_of) })}>
          <Promotions summary={data} />
        </Panel>
      ) : null}
      <Panel flush>
        <List summary={data} />
      </Panel>
    </Page>
  );
}

function Promotions({ summary }: { summary: GroupBuySummary }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const { currency } = summary;
  const promotions = useMemo(() => summary.promotions.slice(0, SHOWN), [summary]);
  const option = useMemo<ChartOption>(() => {
    const shades: Record<GroupBuyStatus, string> = { filled: ink.accent, open: ink.soft, failed: ink.line };
    const rows = [...promotions].reverse();
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (params: unknown) => {
          const one = rows[(params as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!one) return "";
          const of = (status: GroupBuyStatus) => ({
            label: t(`status.${status}`),
            value: f.count(one[status]),
            color: shades[status],
          });
          const sums = [
            ...(one.fill_per_mille === null ? [] : [{ label: t("share"), value: f.rate(one.fill_per_mille) }]),
            { label: t("amount"), value: f.amount(one.amount, currency) },
          ];
          return tip(label(one.name), [of("filled"), of("open"), of("failed"), ...sums], ink);
        },
      },
      xAxis: { ...valueAxis(f.shortCount, ink), minInterval: 1 },
      yAxis: {
        type: "category",
        data: rows.map((one) => label(one.name)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 12, width: 140, overflow: "truncate" },
      },
      series: (["filled", "open", "failed"] as const).map((status) => ({
        name: t(`status.${status}`),
        type: "bar" as const,
        stack: "groups",
        barMaxWidth: 24,
        itemStyle: { color: shades[status] },
        data: rows.map((one) => one[status]),
      })),
    };
  }, [promotions, currency, ink, f, t, label]);
  return (
    <Chart
      name={t("byPromotion")}
      option={option}
      height={48 + 44 * promotions.length}
      table={{
        columns: [t("name"), t("status.filled"), t("status.open"), t("status.failed"), t("share"), t("amount")],
        rows: promotions.map((one) => [
          label(one.name),
          f.count(one.filled),
          f.count(one.open),
          f.count(one.failed),
          one.fill_per_mille === null ? "–" : f.rate(one.fill_per_mille),
          f.amount(one.amount, currency),
        ]),
      }}
    />
  );
}

function List({ summary }: { summary: GroupBuySummary | undefined }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  const label = useLabel();
  const keep = useKeepShops();
  const can = useCan()("promotions.write");
  const { query, set } = useQueryState();
  const [ending, setEnding] = useState<GroupBuy | null>(null);
  const tab = TABS.find((one) => one === query.status) ?? "open";
  const columns: Column<GroupBuy>[] = [
    {
      key: "name",
      title: t("name"),
      width: 210,
      phone: "title",
      render: (one) => (
        <>
          {label(one.name)} <span className={styles.quiet}>{one.code}</span>
        </>
      ),
    },
    {
      key: "leader",
      title: t("leader"),
      width: 130,
      phone: "line",
      render: (one) => <Named id={one.leader_id} name={one.leader} />,
    },
    { key: "full", title: t("full"), width: 170, phone: "line", render: (one) => <Full group={one} /> },
    { key: "state", title: t("state"), width: 110, phone: "side", render: (one) => <GroupBuyState group={one} /> },
    {
      key: "amount",
      title: t("amount"),
      width: 110,
      align: "right",
      render: (one) => f.amount(one.amount, summary?.currency),
    },
    {
      key: "opened",
      title: t("opened"),
      width: 130,
      hidden: true,
      render: (one) => <Instant at={one.opened_at} ago />,
    },
    {
      key: "ends",
      title: t(tab === "open" ? "ends" : "ended"),
      width: 140,
      phone: "line",
      render: (one) => <Instant at={one.ended_at ?? one.ends_at} ago />,
    },
    {
      key: "deeds",
      title: "",
      width: 90,
      align: "right",
      deeds: true,
      render: (one) =>
        can && one.status === "open" ? (
          <Button size="small" onClick={() => setEnding(one)}>
            {t("callOff")}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <Tabs
        className={styles.tabs}
        activeKey={tab}
        onChange={(key) => set({ status: key === "open" ? null : key })}
        items={TABS.map((one) => ({
          key: one,
          label: (
            <>
              {t(one === "all" ? "all" : `status.${one}`)}{" "}
              {summary && one !== "all" && summary[one] > 0 ? (
                <span className={styles.size}>{f.count(summary[one])}</span>
              ) : null}
            </>
          ),
        }))}
      />
      <DataList<GroupBuy>
        id="groupBuys"
        path="/group-buys"
        params={{ status: tab === "all" ? null : tab }}
        columns={columns}
        rowKey={(one) => one.code}
        permission="promotions.read"
        onOpen={(one) => set({ group: one.code })}
        openKey={query.group ?? null}
        every={15_000}
        empty={
          <Empty
            icon={<UsergroupAddOutlined />}
            title={t("none")}
            text={t(tab === "open" ? "noneText.open" : "noneText.all")}
            action={
              tab === "open" ? (
                <Link to={keep("/promotions/new")}>
                  <Button tabIndex={-1}>{t("newPromotion")}</Button>
                </Link>
              ) : null
            }
          />
        }
      />
      <GroupDrawer code={query.group ?? null} onClose={() => set({ group: null })} onCallOff={can ? setEnding : null} />
      <CallOff group={ending} onClose={() => setEnding(null)} />
    </>
  );
}

/** How many have paid of how many there have to be. */
function Full({ group }: { group: GroupBuy }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  return (
    <span className={styles.full}>
      <Progress
        percent={(100 * group.paid) / group.size}
        showInfo={false}
        size="small"
        status={group.status === "failed" ? "exception" : "normal"}
        aria-label={t("full")}
      />
      {t("of", { paid: f.count(group.paid), size: f.count(group.size) })}
    </span>
  );
}
