// The customers with the greatest of each value, or the greatest risk.
import { Segmented, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ScoredCustomer } from "../api";
import { type Column, DataList, Money, Panel, useFormat, useQueryState } from "../kit";
import { useLabel } from "../segments/builder/context";
import { useSay } from "./say";
import styles from "./Value.module.css";

const ORDERS = ["realised", "potential", "influence", "churn_risk"] as const;

export function Top() {
  const { t } = useTranslation("value");
  const go = useNavigate();
  const { query, set } = useQueryState();
  const order = ORDERS.find((one) => one === query.order) ?? "realised";
  const columns = useColumns(order);
  return (
    <Panel title={t("top.title")} flush>
      <DataList<ScoredCustomer>
        id="value-customers"
        path="/insight/value/customers"
        params={{ order, limit: 20 }}
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

function useColumns(order: (typeof ORDERS)[number]): Column<ScoredCustomer>[] {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const side = (key: (typeof ORDERS)[number]) => (key === order ? ({ phone: "side" } as const) : {});
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
