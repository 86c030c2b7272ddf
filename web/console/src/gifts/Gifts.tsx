// 礼品: what waits to be sent, what became of the rest, and how many were given month by month.
import { GiftOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type GiftKind, type GiftStatus, type GiftSummary, type GivenGift, useGet } from "../api";
import { useCan } from "../app/session";
import { Named } from "../customers/Named";
import { SentTo } from "../deliveries/SentTo";
import {
  Chart,
  type ChartOption,
  type Column,
  DataList,
  Empty,
  FilterBar,
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
import { GiftState } from "./GiftState";
import styles from "./Gifts.module.css";
import { Settle } from "./Settle";

const TABS = ["due", "failed", "sent", "cancelled", "all"] as const;
const KINDS: GiftKind[] = ["goods", "digital"];
/** What may be said of a gift in this state. */
const DEEDS: Record<GiftStatus, GiftStatus[]> = {
  due: ["sent", "failed", "cancelled"],
  failed: ["due", "sent", "cancelled"],
  sent: [],
  cancelled: [],
};

export default function Gifts() {
  const { t } = useTranslation(["gifts", "app"]);
  const f = useFormat();
  const summary = useGet<GiftSummary>("/gifts/summary");
  const data = summary.data;
  const any = data?.months.some((one) => one.given > 0);
  return (
    <Page
      title={t("app:page.gifts")}
      sentence={
        !data
          ? summary.error
            ? undefined
            : null
          : any || data.sent > 0
            ? t("sentence", {
                count: data.due,
                due: f.count(data.due),
                waited: data.oldest_due_at ? t("waited", { day: f.day(data.oldest_due_at) }) : "",
                sent: f.count(data.sent),
                worth: f.amount(data.sent_worth, data.currency),
              })
            : t("nothing")
      }
    >
      {data && any ? (
        <Panel title={t("months")} hint={t("monthsHint", { time: f.instant(data.as_of) })}>
          <Months summary={data} />
        </Panel>
      ) : null}
      <Panel flush>
        <List summary={data} />
      </Panel>
    </Page>
  );
}

function Months({ summary }: { summary: GiftSummary }) {
  const { t } = useTranslation("gifts");
  const f = useFormat();
  const { ink } = useAppearance();
  const { months, currency } = summary;
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 8, right: 8, top: 16, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (params: unknown) => {
          const one = months[(params as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!one) return "";
          const rows = [
            { label: t("given"), value: f.count(one.given), color: ink.accent },
            { label: t("worth"), value: f.amount(one.worth, currency) },
          ];
          return tip(one.month, rows, ink);
        },
      },
      xAxis: {
        type: "category",
        data: months.map((one) => one.month),
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, fontSize: 12, hideOverlap: true },
      },
      yAxis: { ...valueAxis(f.shortCount, ink), minInterval: 1 },
      series: [
        {
          name: t("given"),
          type: "bar",
          barMaxWidth: 36,
          itemStyle: { color: ink.accent, borderRadius: [3, 3, 0, 0] },
          data: months.map((one) => one.given),
        },
      ],
    }),
    [months, currency, ink, f, t],
  );
  return (
    <Chart
      name={t("months")}
      option={option}
      height={200}
      table={{
        columns: [t("month"), t("given"), t("worth")],
        rows: months.map((one) => [one.month, one.given, f.amount(one.worth, currency)]),
      }}
    />
  );
}

function List({ summary }: { summary: GiftSummary | undefined }) {
  const { t } = useTranslation(["gifts", "deliveries"]);
  const label = useLabel();
  const f = useFormat();
  const can = useCan()("members.care");
  const { query, set, clear } = useQueryState();
  const [selected, setSelected] = useState<string[]>([]);
  const [open, setOpen] = useState<{ ids: string[]; to: GiftStatus } | null>(null);
  const tab = TABS.find((one) => one === query.status) ?? "due";
  const figure = (one: (typeof TABS)[number]) => (one === "due" || one === "failed" ? summary?.[one] : undefined);
  const deeds = tab === "all" ? [] : DEEDS[tab];
  const columns: Column<GivenGift>[] = [
    { key: "name", title: t("name"), width: 160, phone: "title", render: (one) => label(one.name) },
    {
      key: "customer",
      title: t("who"),
      width: 130,
      phone: "line",
      render: (one) => <Named id={one.customer_id} name={one.customer} />,
    },
    {
      key: "source",
      title: t("source"),
      width: 140,
      phone: "line",
      render: (one) => one.reason ?? t(`sources.${one.source}`),
    },
    { key: "kind", title: t("kind"), width: 80, hidden: true, render: (one) => t(`kinds.${one.kind}`) },
    {
      key: "worth",
      title: t("worth"),
      width: 80,
      hidden: true,
      align: "right",
      render: (one) => (one.worth > 0 ? f.amount(one.worth, summary?.currency) : "–"),
    },
    {
      key: "to",
      title: t("deliveries:to"),
      width: 180,
      phone: "line",
      render: (one) =>
        one.kind === "goods" ? (
          <SentTo
            of="gift"
            id={one.id}
            delivery={one.delivery}
            waits={one.status === "due" || one.status === "failed"}
          />
        ) : (
          "–"
        ),
    },
    { key: "at", title: t("at"), width: 100, phone: "line", render: (one) => <Instant at={one.at} ago /> },
    { key: "by", title: t("by"), width: 100, hidden: true, render: (one) => one.by ?? "–" },
    { key: "status", title: t("state"), width: 90, phone: "side", render: (one) => <GiftState status={one.status} /> },
    // What is still to be sent has nothing to be said of.
    ...(tab === "due"
      ? []
      : [
          {
            key: "note",
            title: t("note"),
            width: 130,
            phone: "line",
            render: (one) => one.note,
          } satisfies Column<GivenGift>,
        ]),
    {
      key: "deeds",
      title: "",
      width: 210,
      align: "right",
      deeds: true,
      render: (one) =>
        can
          ? DEEDS[one.status].map((to, at) => (
              <Button
                key={to}
                size="small"
                type={at === 0 ? "default" : "text"}
                onClick={() => setOpen({ ids: [one.id], to })}
              >
                {t(`deed.${to}`)}
              </Button>
            ))
          : null,
    },
  ];
  return (
    <>
      <Tabs
        className={styles.tabs}
        activeKey={tab}
        onChange={(key) => {
          setSelected([]);
          set({ status: key === "due" ? null : key });
        }}
        items={TABS.map((one) => ({
          key: one,
          label: (
            <>
              {t(`tab.${one}`)} {figure(one) ? <span className={styles.size}>{f.count(figure(one) ?? 0)}</span> : null}
            </>
          ),
        }))}
      />
      <DataList<GivenGift>
        id="gifts"
        path="/gifts"
        params={{ status: tab === "all" ? null : tab, kind: query.kind, source: query.source }}
        columns={columns}
        rowKey={(one) => one.id}
        permission="members.read"
        filtered={Boolean(query.kind || query.source)}
        onClear={() => clear(["status"])}
        {...(can && deeds.length > 0 ? { selected, onSelect: setSelected } : {})}
        bulk={deeds.map((to) => (
          <Button key={to} size="small" onClick={() => setOpen({ ids: selected, to })}>
            {t(`deed.${to}`)}
          </Button>
        ))}
        toolbar={
          <FilterBar
            filters={[
              {
                kind: "one",
                key: "kind",
                label: t("kind"),
                options: KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
              },
              {
                kind: "one",
                key: "source",
                label: t("source"),
                options: (["hand", "birthday"] as const).map((value) => ({ value, label: t(`sources.${value}`) })),
              },
            ]}
          />
        }
        empty={
          <Empty
            icon={<GiftOutlined />}
            title={t("none")}
            text={tab === "due" ? t("noneText.due") : t("noneText.all")}
          />
        }
      />
      <Settle open={open} onClose={() => setOpen(null)} onDone={() => setSelected([])} />
    </>
  );
}
