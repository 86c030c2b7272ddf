// On the card: her level, what is missing to the next, her points, and what may be given by hand with a reason.
import { LockOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Progress, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  ask,
  type Benefits,
  type CustomerCard,
  type CustomerMembership,
  type PointsBalance,
  post,
  useGet,
  useRefresh,
} from "../../api";
import { useCan } from "../../app/session";
import { labelOf } from "../../customers/Who";
import { Panel, useConfirm, useFormat, useLabel } from "../../kit";
import { AdjustDrawer } from "./AdjustDrawer";
import styles from "./CardMembership.module.css";
import { Ledger } from "./Ledger";
import { LevelDrawer } from "./LevelDrawer";

export function CardMembership({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("members");
  const can = useCan();
  const reads = can("members.read");
  const membership = useGet<CustomerMembership>(`/customers/${card.id}/membership`, {}, { enabled: reads });
  // Beside everything else on the card, its absence is no news: while there is no answer, there is no box.
  if (!reads || !membership.data) return null;
  const { data } = membership;
  return (
    <Panel title={t("card.title")} extra={data.member ? <More card={card} /> : null}>
      {data.member ? <Member card={card} data={data} /> : <Stranger card={card} />}
    </Panel>
  );
}

function Stranger({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("members");
  const can = useCan()("members.care");
  const confirm = useConfirm();
  const refresh = useRefresh();
  const { message } = App.useApp();
  const join = () =>
    confirm({
      title: t("card.joinAsk", { name: labelOf(card) }),
      text: t("card.joinText"),
      verb: t("card.join"),
      run: async () => {
        await post("/members", { customer_id: card.id, way: "staff" });
        await refresh(`/customers/${card.id}`, "/members");
        message.success(t("card.joined"));
      },
    });
  return (
    <div className={styles.row}>
      <span className={styles.quiet}>{t("card.notMember")}</span>
      {can ? (
        <Button size="small" onClick={join}>
          {t("card.join")}
        </Button>
      ) : null}
    </div>
  );
}

function More({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["members", "common"]);
  const can = useCan()("members.care");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  if (!can) return null;
  const leave = () =>
    confirm({
      title: t("card.leaveAsk", { name: labelOf(card) }),
      text: t("card.leaveText"),
      verb: t("card.leave"),
      danger: true,
      run: async () => {
        await ask(`/customers/${card.id}/membership`, { method: "DELETE", body: { reason: t("card.leave") } });
        await refresh(`/customers/${card.id}`, "/members");
        message.success(t("card.left"));
      },
    });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{ items: [{ key: "leave", danger: true, label: t("card.leave"), onClick: leave }] }}
    >
      <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("common:more")} />
    </Dropdown>
  );
}

function Member({ card, data }: { card: CustomerCard; data: CustomerMembership }) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  const can = useCan()("members.care");
  const points = useGet<PointsBalance>(`/customers/${card.id}/points`);
  const [open, setOpen] = useState<"level" | "points" | "ledger" | null>(null);
  const next = useNext(data);
  const close = () => setOpen(null);
  return (
    <div className={styles.stack}>
      <div>
        <span className={styles.level}>
          {data.level ? (
            <Tag color="processing" variant="filled">
              {label(data.level.name)}
            </Tag>
          ) : (
            <span className={styles.quiet}>{t("card.noLevel")}</span>
          )}
          {data.locked ? <LockOutlined title={t("card.lockedWhy", { why: data.lock_reason ?? "–" })} /> : null}
          <span className={styles.quiet}>{t("card.number", { number: data.number })}</span>
        </span>
        {data.level_until ? <p className={styles.small}>{t("card.until", { day: f.day(data.level_until) })}</p> : null}
        {next ? (
          <>
            <Progress percent={next.percent} size="small" showInfo={false} aria-label={next.words} />
            <p className={styles.small}>{next.words}</p>
          </>
        ) : (
          <p className={styles.small}>{data.level ? t("card.highest") : null}</p>
        )}
        {data.benefits ? <Given benefits={data.benefits} /> : null}
      </div>
      {points.data ? <Points balance={points.data} /> : null}
      <div className={styles.deeds}>
        {can ? (
          <>
            <Button size="small" onClick={() => setOpen("points")}>
              {t("card.adjust")}
            </Button>
            <Button size="small" onClick={() => setOpen("level")}>
              {t("card.setLevel")}
            </Button>
          </>
        ) : null}
        <Button size="small" type="text" onClick={() => setOpen("ledger")}>
          {t("card.ledger")}
        </Button>
      </div>
      <LevelDrawer card={card} data={data} open={open === "level"} onClose={close} />
      <AdjustDrawer card={card} balance={points.data} open={open === "points"} onClose={close} />
      <Ledger card={card} open={open === "ledger"} onClose={close} />
    </div>
  );
}

/** How far it is to the next level, in words and as a share of the way. */
function useNext(data: CustomerMembership): { words: string; percent: number } | null {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  if (!data.next) return null;
  const { amount, deals, level } = data.next;
  const missing = [
    amount !== null ? f.amount(amount, data.currency) : null,
    deals !== null ? t("card.nextDeals", { value: f.count(deals) }) : null,
  ].filter(Boolean);
  const shares = [
    amount !== null ? data.amount / Math.max(1, data.amount + amount) : null,
    deals !== null ? data.deals / Math.max(1, data.deals + deals) : null,
  ].filter((share) => share !== null);
  return {
    words: t("card.next", { name: label(level.name), missing: missing.join(t("card.nextOr")) }),
    percent: Math.round(100 * Math.max(0, ...shares)),
  };
}

function Given({ benefits }: { benefits: Benefits }) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  const list = [
    benefits.discount < 1000 ? f.keep(benefits.discount) : null,
    benefits.free_shipping ? t("card.shipping") : null,
    benefits.points_percent > 100 ? t("card.pointsTimes", { times: benefits.points_percent / 100 }) : null,
    benefits.member_only ? t("card.memberOnly") : null,
    benefits.early_access_hours > 0 ? t("card.early", { hours: benefits.early_access_hours }) : null,
    benefits.return_days > 0 ? t("card.returns", { days: benefits.return_days }) : null,
    benefits.priority > 0 ? t("card.priority", { n: benefits.priority }) : null,
    benefits.birthday_gift ? t("card.birthday", { gift: label(benefits.birthday_gift) }) : null,
  ].filter(Boolean);
  return <p className={styles.small}>{list.length > 0 ? list.join(" · ") : t("card.benefitNone")}</p>;
}

function Points({ balance }: { balance: PointsBalance }) {
  const { t } = useTranslation("members");
  const f = useFormat();
  const soon = balance.expiring[0];
  return (
    <div className={styles.points}>
      <div className={styles.row}>
        <span>
          {t("card.points")} <strong className={styles.figure}>{f.count(balance.available)}</strong>
        </span>
        <span className={styles.quiet}>{t("card.worth", { amount: f.amount(balance.value, balance.currency) })}</span>
      </div>
      {balance.next_maturing ? (
        <p className={styles.small}>
          {t("card.matures", {
            day: f.day(balance.next_maturing.at),
            points: f.count(balance.next_maturing.points),
          })}
        </p>
      ) : balance.pending > 0 ? (
        <p className={styles.small}>
          {t("card.pending")} {f.count(balance.pending)}
        </p>
      ) : null}
      {soon ? (
        <p className={styles.small}>{t("card.expires", { day: f.day(soon.at), points: f.count(soon.points) })}</p>
      ) : null}
      {balance.owed > 0 ? (
        <p className={styles.small}>
          {t("card.owed")} {f.count(balance.owed)}
        </p>
      ) : null}
    </div>
  );
}
