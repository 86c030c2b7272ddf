// The columns of the customer list, in the order of the platform's own member list.
import { Tag } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerRow } from "../api";
import { type Column, Count, Day, Instant, Money, useFormat } from "../kit";
import styles from "./Customers.module.css";
import { Who } from "./Who";

function Labels({ names }: { names: string[] }) {
  if (names.length === 0) return <span className={styles.none}>–</span>;
  const [first, second, ...rest] = names;
  return (
    <span className={styles.labels} title={names.join("、")}>
      {[first, second].map((name) =>
        name ? (
          <Tag key={name} variant="filled">
            {name}
          </Tag>
        ) : null,
      )}
      {rest.length > 0 ? <span className={styles.none}>+{rest.length}</span> : null}
    </span>
  );
}

export const region = (row: Pick<CustomerRow, "province" | "city">): string => {
  const short = (text: string | null) => text?.replace(/(省|市|壮族自治区|维吾尔自治区|回族自治区|自治区)$/, "") ?? "";
  const [province, city] = [short(row.province), short(row.city)];
  return province === city ? province : [province, city].filter(Boolean).join(" ");
};

export function useCustomerColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation(["customers", "common"]);
  const f = useFormat();
  return useMemo(() => {
    const text = (value: string | null) => value ?? <span className={styles.none}>–</span>;
    const columns: Column<CustomerRow>[] = [
      { key: "nick", title: t("column.nick"), width: 190, phone: "title", render: (c) => <Who row={c} /> },
      { key: "name", title: t("column.name"), width: 100, hidden: true, render: (c) => text(c.name) },
      { key: "mobile", title: t("column.mobile"), width: 130, hidden: true, render: (c) => text(c.mobile) },
      { key: "email", title: t("column.email"), width: 170, hidden: true, render: (c) => text(c.email) },
      {
        key: "contact_group",
        title: t("column.contact_group"),
        width: 90,
        hidden: true,
        render: (c) => t(`contact.${c.contact_group}`),
      },
      { key: "province", title: t("column.region"), width: 110, render: (c) => text(region(c) || null) },
      {
        key: "channels",
        title: t("column.channels"),
        width: 120,
        render: (c) => (
          <span className={styles.quietText}>{c.channels.map((one) => t(`common:channel.${one}`)).join(" · ")}</span>
        ),
      },
      {
        key: "deals",
        title: t("column.deals"),
        width: 76,
        align: "right",
        phone: "line",
        render: (c) => <Count value={c.deals} />,
      },
      {
        key: "deal_amount",
        title: t("column.deal_amount"),
        width: 116,
        align: "right",
        phone: "side",
        render: (c) => (c.deals > 0 ? <Money value={c.deal_amount} /> : <span className={styles.none}>–</span>),
      },
      {
        key: "average_order",
        title: t("column.average_order"),
        width: 104,
        align: "right",
        render: (c) => <Money value={c.average_order} />,
      },
      {
        key: "items",
        title: t("column.items"),
        width: 80,
        align: "right",
        hidden: true,
        render: (c) => <Count value={c.items} />,
      },
      {
        key: "closed",
        title: t("column.closed"),
        width: 90,
        align: "right",
        hidden: true,
        render: (c) => <Count value={c.closed} />,
      },
      {
        key: "closed_amount",
        title: t("column.closed_amount"),
        width: 116,
        align: "right",
        hidden: true,
        render: (c) => <Money value={c.closed_amount} />,
      },
      {
        key: "last_deal_at",
        title: t("column.last_deal_at"),
        width: 116,
        phone: "line",
        render: (c) => <Instant at={c.last_deal_at} ago />,
      },
      {
        key: "first_deal_at",
        title: t("column.first_deal_at"),
        width: 116,
        hidden: true,
        render: (c) => <Day at={c.first_deal_at} />,
      },
      {
        key: "created_at",
        title: t("column.created_at"),
        width: 116,
        hidden: true,
        render: (c) => <Day at={c.created_at} />,
      },
      { key: "tags", title: t("column.tags"), width: 150, render: (c) => <Labels names={c.tags} /> },
      {
        key: "groups",
        title: t("column.groups"),
        width: 150,
        hidden: true,
        render: (c) => <Labels names={c.groups.map((g) => g.name)} />,
      },
      {
        key: "gender",
        title: t("column.gender"),
        width: 80,
        hidden: true,
        render: (c) => (c.gender ? t(`gender.${c.gender}` as "gender.female") : text(null)),
      },
      { key: "birthday", title: t("column.birthday"), width: 110, hidden: true, render: (c) => f.birthday(c.birthday) },
      {
        key: "profiles",
        title: t("column.profiles"),
        width: 80,
        align: "right",
        hidden: true,
        render: (c) => <Count value={c.profiles} />,
      },
    ];
    return columns;
  }, [t, f]);
}
