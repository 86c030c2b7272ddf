// The customers with the greatest of each value, or the greatest risk: a list to take along, and a segment of whoever has as
// much as the last of them.
import { UsergroupAddOutlined } from "@ant-design/icons";
import { Button, Segmented, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type ScoredCustomer, usePages } from "../api";
import { type Column, DataList, Money, Panel, Take, useFormat, useLabel, useQueryState } from "../kit";
import { major } from "../kit/format";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

const PATH = "/insight/value/customers";
const ORDERS = ["realised", "potential", "influence", "churn_risk"] as const;
type Order = (typeof ORDERS)[number];
/** How rules call each. */
const NAMES = {
  realised: "realised_value",
  potential: "potential_value",
  influence: "influence_value",
  churn_risk: "churn_risk",
} as const;

export function Top() {
  const { t } = useTranslation("value");
  const go = useNavigate();
  const { query, set } = useQueryState();
  const order = ORDERS.find((one) => one === query.order) ?? "realised";
  const columns = useColumns(order);
  const params = { order, limit: 20 };
  const { rows = [] } = usePages<ScoredCustomer>(PATH, params);
  const open = useBehind(order, rows);
  return (
    <Panel
      title={t("top.title")}
      hint={
        <>
          {t("top.hint")} <Defined of={[order]} name={t(`top.by.${order}`)} />
        </>
      }
      extra={
        rows.length > 0 ? (
          <span>
            {open ? (
              <Button type="text" size="small" icon={<UsergroupAddOutlined />} onClick={open}>
                {t("crowd.keep")}
              </Button>
            ) : null}
            <Taken order={order} rows={rows} />
          </span>
        ) : null
      }
      flush
    >
      <DataList<ScoredCustomer>
        id="value-customers"
        path={PATH}
        params={params}
        columns={columns}
        rowKey={(row) => row.customer.id}
        permission="customers.read"
        onOpen={(row) => go(`/customers/${row.customer.id}`)}
        toolbar={
          <Segmented
            aria-label={t("top.order")}
            value={order}
            onChange={(value) => set({ order: value === "realised" ? null : value })}
            options={ORDERS.map((value) => ({ value, label: t(`top.by.${value}`) }))}
          />
        }
      />
    </Panel>
  );
}

/** Opens whoever has as much as the last that is shown. */
function useBehind(order: Order, rows: ScoredCustomer[]): (() => void) | undefined {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  const last = rows.at(-1);
  const value = last?.[order];
  if (value === null || value === undefined) return undefined;
  const [least, shown] =
    typeof value === "number"
      ? [value, f.rate(value * 10)]
      : [major(value.amount, value.currency), say.whole(value.amount)];
  const name = t("top.crowd", { by: t(`top.by.${order}`), value: shown });
  const figures = [
    { label: t("top.listed"), value: f.count(rows.length) },
    { label: t("top.least"), value: shown },
  ];
  return () => open({ name, rule: `${NAMES[order]} >= ${least}`, figures });
}

/** The list as a workbook, as far as it is shown. */
function Taken({ order, rows }: { order: Order; rows: ScoredCustomer[] }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const money = (of: ScoredCustomer["realised"]) => major(of.amount, of.currency);
  const plain = rows.map((row) => [
    row.customer.id,
    row.customer.nick ?? row.customer.name ?? "",
    money(row.realised),
    money(row.potential),
    money(row.influence),
    say.number(row.expected_365),
    row.churn_risk === null ? "" : f.rate(row.churn_risk * 10),
    row.next?.day ?? "",
    label(row.rfm.group_label),
    label(row.stage_label),
  ]);
  const columns = [
    t("top.number"),
    t("top.who"),
    t("top.by.realised"),
    t("top.by.potential"),
    t("top.by.influence"),
    t("top.expected"),
    t("top.by.churn_risk"),
    t("top.next"),
    "RFM",
    t("top.stage"),
  ];
  return (
    <Take name={`${t("top.title")} ${t(`top.by.${order}`)}`} table={{ columns, rows: plain, plain }} keep={null} />
  );
}

function useColumns(order: Order): Column<ScoredCustomer>[] {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const side = (key: Order) => (key === order ? ({ phone: "side" } as const) : {});
  return [
    { key: "who", title: t("top.who"), width: 170, phone: "title", render: ({ customer }) => <Name of={customer} /> },
    {
      key: "realised",
      title: t("short.realised"),
      width: 110,
      align: "right",
      ...side("realised"),
      render: (row) => <Money value={row.realised} short />,
    },
    {
      key: "potential",
      title: t("short.potential"),
      width: 110,
      align: "right",
      ...side("potential"),
      render: (row) => <Money value={row.potential} short />,
    },
    {
      key: "influence",
      title: t("short.influence"),
      width: 100,
      align: "right",
      ...side("influence"),
      render: (row) => <Money value={row.influence} short />,
    },
    {
      key: "expected",
      title: t("top.expected"),
      width: 110,
      align: "right",
      render: (row) => t("times", { value: say.number(row.expected_365) }),
    },
    {
      key: "churn_risk",
      title: t("top.by.churn_risk"),
      width: 100,
      align: "right",
      ...side("churn_risk"),
      render: (row) => (row.churn_risk === null ? "–" : f.rate(row.churn_risk * 10)),
    },
    {
      key: "next",
      title: t("top.next"),
      width: 150,
      phone: "line",
      render: ({ next }) =>
        next ? (
          <span>
            {next.day} <span className={styles.quiet}>{say.due(next)}</span>
          </span>
        ) : (
          "–"
        ),
    },
    {
      key: "group",
      title: "RFM",
      width: 150,
      phone: "line",
      render: (row) => <Tag variant="filled">{label(row.rfm.group_label)}</Tag>,
    },
    { key: "stage", title: t("top.stage"), width: 90, phone: "line", render: (row) => label(row.stage_label) },
  ];
}

export function Name({ of }: { of: ScoredCustomer["customer"] }) {
  return (
    <span className={styles.name}>
      <span className={styles.clip}>{of.nick ?? of.name ?? `#${of.id}`}</span>
      {of.nick && of.name ? <span className={styles.quiet}>{of.name}</span> : null}
    </span>
  );
}
