// Every rule with its measures, in the order that one chooses.
import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { BasketRule, BasketsPage } from "../api";
import { Panel, useFormat } from "../kit";
import { usePhone } from "../theme/width";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";
import { useBasketWords } from "./say";
import { useOpenRule } from "./useOpen";

/** What a phone has room for; the rest is behind a rule. */
const ON_PHONE = ["rule", "confidence", "lift"];

export function Rules({ data }: { data: BasketsPage }) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const say = useBasketWords(data);
  const open = useOpenRule(data);
  const phone = usePhone();
  const number = (
    key: "support" | "confidence" | "lift" | "leverage" | "chance",
    title: string,
    text: (value: number) => string,
  ): TableColumnsType<BasketRule>[number] => ({
    key,
    align: "right",
    title: (
      <>
        {title} <Defined of={[key]} name={title} />
      </>
    ),
    sorter: (a, b) => a[key] - b[key],
    sortDirections: key === "chance" ? ["ascend", "descend"] : ["descend", "ascend"],
    render: (_, rule) => text(rule[key]),
  });
  const columns: TableColumnsType<BasketRule> = [
    {
      key: "rule",
      title: t("rule"),
      width: phone ? undefined : 320,
      render: (_, rule) => (
        <button type="button" className={styles.link} onClick={() => open(rule)}>
          {say.rule(rule)}
        </button>
      ),
    },
    {
      key: "both",
      title: t("both"),
      align: "right",
      sorter: (a, b) => a.both - b.both,
      sortDirections: ["descend", "ascend"],
      render: (_, rule) => f.count(rule.both),
    },
    number("support", t("supportName"), f.rate),
    number("confidence", t("confidenceName"), f.rate),
    number("lift", t("lift"), say.lift),
    number("leverage", t("leverage"), f.rate),
    {
      key: "conviction",
      align: "right",
      title: (
        <>
          {t("conviction")} <Defined of={["conviction"]} name={t("conviction")} />
        </>
      ),
      render: (_, rule) => rule.conviction ?? "∞",
    },
    number("chance", t("chance"), say.chance),
    ...(data.way === "next"
      ? [
          {
            key: "days",
            align: "right" as const,
            title: (
              <>
                {t("gap")} <Defined of={["days"]} name={t("gap")} />
              </>
            ),
            render: (_: unknown, rule: BasketRule) => (rule.days === null ? "–" : t("days", { count: rule.days })),
          },
        ]
      : []),
  ];
  return (
    <Panel
      title={t("table")}
      hint={t("tableHint", {
        tried: f.count(data.tried),
        found: f.count(data.found),
        significant: f.count(data.significant),
        least: f.count(data.least),
      })}
    >
      <Table<BasketRule>
        size="middle"
        rowKey={say.key}
        dataSource={data.rules}
        pagination={data.rules.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
        scroll={phone ? undefined : { x: 960 }}
        columns={columns.filter(({ key }) => !phone || ON_PHONE.includes(String(key)))}
      />
    </Panel>
  );
}
