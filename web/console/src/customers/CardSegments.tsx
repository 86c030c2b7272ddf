// The segments that the customer is in now, and since when.
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Membership, useGet } from "../api";
import { useCan } from "../app/session";
import { Panel, useFormat } from "../kit";
import styles from "./Card.module.css";

export function CardSegments({ id }: { id: string }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const can = useCan()("segments.read");
  const answer = useGet<{ items: Membership[] }>(`/customers/${id}/segments`, {}, { enabled: can });
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  if (!can || !answer.data) return null;
  const { items } = answer.data;
  return (
    <Panel title={t("card.title")}>
      <div className={styles.labels}>
        {items.length === 0 ? <span className={styles.quiet}>{t("card.none")}</span> : null}
        {items.map((one) => (
          <Tooltip key={one.id} title={one.since ? t("card.since", { when: f.ago(one.since) }) : null}>
            <Link to={`/segments/${one.id}`} className={styles.inSegment}>
              {one.name}
            </Link>
          </Tooltip>
        ))}
      </div>
    </Panel>
  );
}
