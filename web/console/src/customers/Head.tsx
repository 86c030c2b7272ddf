// The key figures, in one calm line.
import { Tag } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerCard } from "../api";
import { Count, Instant, Money } from "../kit";
import styles from "./Card.module.css";

export function Head({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "common"]);
  const facts: [string, ReactNode][] = [
    [t("column.deal_amount"), <Money key="amount" value={card.deal_amount} />],
    [t("column.deals"), <Count key="deals" value={card.deals} />],
    [t("column.average_order"), <Money key="average" value={card.average_order} />],
    [t("column.last_deal_at"), <Instant key="last" at={card.last_deal_at} ago />],
    [t("column.first_deal_at"), <Instant key="first" at={card.first_deal_at} ago />],
  ];
  return (
    <div className={styles.headline}>
      <div className={styles.standing}>
        <Tag color={card.contact_group === "dealt" ? "success" : undefined} variant="filled">
          {t(`contact.${card.contact_group}`)}
        </Tag>
        {card.channels.map((one) => (
          <Tag key={one} variant="filled">
            {t(`common:channel.${one}`)}
          </Tag>
        ))}
        {card.blacklisted ? (
          <Tag color="error" variant="filled">
            {t("column.blacklisted")}
          </Tag>
        ) : null}
      </div>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
