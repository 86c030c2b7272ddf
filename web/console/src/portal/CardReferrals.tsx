// On the card: by whose link she came, and whom she brought.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CustomerCard, type Referrals, type Referred, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Panel, useFormat } from "../kit";
import styles from "./Portal.module.css";

export function CardReferrals({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("portal");
  const f = useFormat();
  const keep = useKeepShops();
  const reads = useCan()("members.read");
  const found = useGet<Referrals>(`/customers/${card.id}/referrals`, {}, { enabled: reads });
  // Most customers came by themselves and brought nobody: then there is no box.
  if (!reads || !found.data || (!found.data.came_by && found.data.brought.length === 0)) return null;
  const { came_by, brought } = found.data;
  const who = (id: string | null, text: string) => (id ? <Link to={keep(`/customers/${id}`)}>{text}</Link> : text);
  return (
    <Panel title={t("card.title")}>
      <ul className={styles.brought}>
        {came_by ? (
          <li>
            {who(came_by.referrer_id, t(came_by.referrer_id ? "card.cameBy" : "card.someone"))}
            <Stand one={came_by} />
          </li>
        ) : null}
        {brought.length > 0 ? <li className={styles.quiet}>{t("card.brought", { count: brought.length })}</li> : null}
        {brought.map((one) => (
          <li key={one.id}>
            {who(one.customer_id, one.customer_id ? t("card.joined", { day: f.day(one.at) }) : t("card.someone"))}
            <Stand one={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Stand({ one }: { one: Referred }) {
  const { t } = useTranslation("portal");
  const text = one.why
    ? t(`card.why.${one.why}`)
    : one.problem
      ? t("card.problem", { code: one.problem })
      : t(`card.state.${one.state}`);
  return <span className={styles.quiet}>{text}</span>;
}
