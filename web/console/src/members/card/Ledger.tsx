// Every point that came and went, and every change of level with its cause; the newest first.
import { Button, Skeleton, Tabs } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CustomerCard, type LevelChange, type PointsMove, usePages } from "../../api";
import { labelOf } from "../../customers/Who";
import { Empty, ErrorState, SideDrawer, useFormat, useLabel } from "../../kit";
import styles from "./CardMembership.module.css";

interface Props {
  card: CustomerCard;
  open: boolean;
  onClose: () => void;
}

export function Ledger({ card, open, onClose }: Props) {
  const { t } = useTranslation("members");
  return (
    <SideDrawer open={open} onClose={onClose} title={t("ledger.title", { name: labelOf(card) })}>
      <Tabs
        items={[
          { key: "points", label: t("ledger.points"), children: <Moves id={card.id} /> },
          { key: "levels", label: t("ledger.levels"), children: <Changes id={card.id} /> },
        ]}
      />
    </SideDrawer>
  );
}

function Rows<T extends { id: string }>({
  path,
  none,
  row,
}: {
  path: string;
  none: string;
  row: (one: T) => { what: ReactNode; size: ReactNode };
}) {
  const { t } = useTranslation("kit");
  const pages = usePages<T>(path);
  if (pages.error && !pages.rows) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} small />;
  if (!pages.rows) return <Skeleton active />;
  if (pages.rows.length === 0) return <Empty small title={none} />;
  return (
    <>
      <ul className={styles.moves}>
        {pages.rows.map((one) => {
          const { what, size } = row(one);
          return (
            <li key={one.id}>
              <span className={styles.what}>{what}</span>
              <span className={styles.size}>{size}</span>
            </li>
          );
        })}
      </ul>
      {pages.hasNextPage ? (
        <div className={styles.more}>
          <Button type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("loadMore")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Moves({ id }: { id: string }) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  return (
    <Rows<PointsMove>
      path={`/customers/${id}/points/history`}
      none={t("ledger.pointsNone")}
      row={(move) => ({
        what: (
          <>
            {t(`ledger.kind.${move.kind}`)}
            {move.reason ? ` · ${label(move.reason)}` : null}
            {move.order ? ` · ${move.order}` : null}
            <span className={styles.small}>
              <br />
              {[
                f.instant(move.at),
                move.by ? t("ledger.by", { name: move.by }) : null,
                move.owed > 0 ? t("ledger.owed", { value: f.count(move.owed) }) : null,
              ]
                .filter(Boolean)
                .join(" · ")}
              {move.order_id ? (
                <>
                  {" · "}
                  <Link to={`/orders?order=${move.order_id}`}>{t("ledger.order")}</Link>
                </>
              ) : null}
            </span>
          </>
        ),
        size: <strong>{move.points > 0 ? `+${f.count(move.points)}` : f.count(move.points)}</strong>,
      })}
    />
  );
}

function Changes({ id }: { id: string }) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  return (
    <Rows<LevelChange>
      path={`/customers/${id}/membership/history`}
      none={t("ledger.levelsNone")}
      row={(change) => ({
        what: (
          <>
            {change.kind === "level"
              ? `${label(change.from?.name) || t("ledger.levelNone")} → ${label(change.to?.name) || t("ledger.levelNone")}`
              : t(`ledger.change.${change.kind}`)}
            <span className={styles.small}>
              <br />
              {[
                t(`ledger.cause.${change.cause}`),
                change.reason,
                change.by ? t("ledger.by", { name: change.by }) : null,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </>
        ),
        size: <span className={styles.small}>{f.instant(change.at)}</span>,
      })}
    />
  );
}
