// A group at the side: how it stands, who is in it, and the orders that are to be refunded.
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type GroupBuy, type GroupBuyFull, type GroupBuyPlace, useGet } from "../api";
import { useKeepShops } from "../app/session";
import { Named } from "../customers/Named";
import { Instant, Loaded, SideDrawer, useFormat, useLabel } from "../kit";
import { GroupBuyState, PlaceState } from "./GroupBuyState";
import styles from "./GroupBuys.module.css";

interface Props {
  code: string | null;
  onClose: () => void;
  onCallOff: ((group: GroupBuy) => void) | null;
}

export function GroupDrawer({ code, onClose, onCallOff }: Props) {
  const { t } = useTranslation("groupBuys");
  const label = useLabel();
  const query = useGet<GroupBuyFull>(`/group-buys/${code}`, {}, { enabled: code !== null });
  const group = query.data;
  return (
    <SideDrawer
      open={code !== null}
      onClose={onClose}
      title={group ? label(group.name) : code}
      extra={
        group?.status === "open" && onCallOff ? (
          <Button size="small" onClick={() => onCallOff(group)}>
            {t("callOff")}
          </Button>
        ) : null
      }
    >
      <Loaded query={query}>{(data) => <Inside group={data} />}</Loaded>
    </SideDrawer>
  );
}

function Inside({ group }: { group: GroupBuyFull }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  const keep = useKeepShops();
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t("state")}</dt>
        <dd>
          <GroupBuyState group={group} /> {t("of", { paid: f.count(group.paid), size: f.count(group.size) })}
        </dd>
        {group.reason ? (
          <>
            <dt>{t("reason")}</dt>
            <dd>{[group.reason, group.by].filter(Boolean).join(" · ")}</dd>
          </>
        ) : null}
        <dt>{t("code")}</dt>
        <dd>
          <a href={`/my/g/${group.code}`} target="_blank" rel="noreferrer">
            {group.code}
          </a>
        </dd>
        <dt>{t("promotion")}</dt>
        <dd>
          <Link to={keep(`/promotions/${group.promotion_id}`)}>{group.promotion}</Link>
        </dd>
        <dt>{t("opened")}</dt>
        <dd>{f.instant(group.opened_at)}</dd>
        <dt>{t(group.ended_at ? "ended" : "ends")}</dt>
        <dd>{f.instant(group.ended_at ?? group.ends_at)}</dd>
        {group.amount > 0 ? (
          <>
            <dt>{t("amount")}</dt>
            <dd>{f.amount(group.amount)}</dd>
          </>
        ) : null}
      </dl>
      <h3 className={styles.heading}>{t("members")}</h3>
      {group.to_refund > 0 ? (
        <p className={styles.quiet}>{t("toRefund", { count: group.to_refund, value: f.count(group.to_refund) })}</p>
      ) : null}
      <ul className={styles.list}>
        {group.places.map((place) => (
          <Place key={place.id} place={place} />
        ))}
      </ul>
    </>
  );
}

function Place({ place }: { place: GroupBuyPlace }) {
  const { t } = useTranslation("groupBuys");
  const f = useFormat();
  return (
    <li>
      <span>
        {place.customer_id ? <Named id={place.customer_id} name={place.customer} /> : t("nobody")}
        {place.leads ? ` · ${t("leader")}` : ""}
        <br />
        <span className={styles.quiet}>
          <Instant at={place.paid_at ?? place.joined_at} />
          {[place.order, place.amount > 0 ? f.amount(place.amount) : null].filter(Boolean).map((one) => ` · ${one}`)}
        </span>
      </span>
      <PlaceState state={place.state} />
    </li>
  );
}
