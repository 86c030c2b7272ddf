// Who is due, one by one: the earliest day first, for one family of products or all.
import { UsergroupAddOutlined } from "@ant-design/icons";
import { Button, Segmented, Select, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { DueCustomer, NextPage } from "../api";
import { type Column, DataList, Empty, Money, Panel, useFormat, useQueryState } from "../kit";
import { useCrowd } from "./Crowd";
import { useSay } from "./say";
import { Name } from "./Top";
import styles from "./Value.module.css";

const WHENS = ["week", "due", "overdue"] as const;
const tones = { not_yet: undefined, due: "processing", overdue: "warning" } as const;

const KEYS = { week: "due_week", due: "due", overdue: "overdue" } as const;

export function Due({ data }: { data: NextPage }) {
  const { t } = useTranslation("value");
  const go = useNavigate();
  const f = useFormat();
  const say = useSay();
  const { query, set } = useQueryState();
  const open = useCrowd();
  const when = WHENS.find((one) => one === query.when) ?? "week";
  const family = query.family ?? "";
  const families = data.families.filter((one) => one.due.length > 0);
  const key = KEYS[when];
  const crowd = (family ? (families.find((one) => one.family === family)?.due ?? []) : data.due).find(
    (one) => one.key === key,
  );
  const see = () =>
    crowd &&
    open({
      name: family ? t(`next.familyCrowd.${key}`, { family }) : t(`next.due.${key}`),
      rule: crowd.rule,
      figures: [{ label: t("people"), value: f.count(crowd.customers) }],
    });
  const columns: Column<DueCustomer>[] = [
    { key: "who", title: t("top.who"), width: 200, phone: "title", render: ({ customer }) => <Name of={customer} /> },
    ...(family ? [{ key: "family", title: t("next.family"), width: 140, render: () => family }] : []),
    {
      key: "day",
      title: t("next.expected"),
      width: 190,
      phone: "line",
      render: ({ next }) => (
        <Tooltip title={t("next.interval", { from: next.from, to: next.to })}>
          <span>
            {next.day}{" "}
            <Tag color={tones[next.due]} variant="filled">
              {say.due(next)}
            </Tag>
          </span>
        </Tooltip>
      ),
    },
    {
      key: "interval",
      title: t("next.between"),
      width: 200,
      render: ({ next }) => <span className={styles.quiet}>{`${next.from} – ${next.to}`}</span>,
    },
    { key: "last", title: t("next.last"), width: 120, phone: "line", render: (row) => row.last_purchase },
    {
      key: "potential",
      title: t("short.potential"),
      width: 110,
      align: "right",
      phone: "side",
      render: (row) => <Money value={row.potential} short />,
    },
    {
      key: "risk",
      title: t("top.by.churn_risk"),
      width: 100,
      align: "right",
      phone: "line",
      render: (row) => (row.churn_risk === null ? "–" : f.rate(row.churn_risk * 10)),
    },
  ];
  return (
    <Panel title={t("next.list")} flush>
      <DataList<DueCustomer>
        id="value-due"
        path="/insight/next/due"
        params={{ when, family, limit: 20 }}
        columns={columns}
        rowKey={(row) => `${row.customer.id} ${row.family ?? ""}`}
        permission="customers.read"
        onOpen={(row) => go(`/customers/${row.customer.id}`)}
        toolbar={
          <div className={styles.extras}>
            <Segmented
              aria-label={t("next.when")}
              value={when}
              onChange={(value) => set({ when: value === "week" ? null : value })}
              options={WHENS.map((value) => ({ value, label: t(`next.whens.${value}`) }))}
            />
            {families.length > 0 ? (
              <Select
                className={styles.month}
                aria-label={t("next.family")}
                value={family}
                onChange={(value) => set({ family: value })}
                options={[
                  { value: "", label: t("next.anyFamily") },
                  ...families.map((one) => ({ value: one.family, label: one.family })),
                ]}
              />
            ) : null}
            {crowd && crowd.customers > 0 ? (
              <Button icon={<UsergroupAddOutlined />} onClick={see}>
                {t("next.see")}
              </Button>
            ) : null}
          </div>
        }
        empty={<Empty small title={t("next.nobody")} />}
      />
    </Panel>
  );
}
