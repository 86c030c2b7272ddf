// On the card: the groups that a customer is or was in.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CustomerCard, GroupBuy, Page } from "../api";
import { useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Panel, useFormat, useLabel } from "../kit";
import { GroupBuyState } from "./GroupBuyState";
import styles from "./GroupBuys.module.css";

export function CardGroupBuys({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  const label = useLabel();
  const keep = useKeepShops();
  const reads = useCan()("promotions.read");
  const groups = useGet<Page<GroupBuy>>(`/customers/${card.id}/group-buys`, { limit: 5 }, { enabled: reads });
  const items = groups.data?.items ?? [];
  // Most customers are in none, and that is no news.
  if (items.length === 0) return null;
  return (
    <Panel title={t("card")}>
      <ul className={styles.list}>
        {items.map((one) => (
          <li key={one.id}>
            <span>
              <Link to={keep(`/group-buys?status=all&group=${one.code}`)}>{label(one.name)}</Link>
              <br />
              <span className={styles.quiet}>
                {[
                  f.day(one.opened_at),
                  t(one.leader_id === card.id ? "led" : "joined"),
                  t("of", { paid: f.count(one.paid), size: f.count(one.size) }),
                ].join(" · ")}
              </span>
            </span>
            <GroupBuyState group={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
