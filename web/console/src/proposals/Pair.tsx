// Two customers side by side, with what speaks for and against their being one.
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CustomerRow, Proposal } from "../api";
import { useKeepShops } from "../app/session";
import { region } from "../customers/columns";
import { labelOf } from "../customers/Who";
import { Count, Day, Instant, Money, useFormat } from "../kit";
import { sure } from "./Proposals";
import styles from "./Proposals.module.css";
import { Waterfall } from "./Waterfall";

interface Props {
  proposal: Proposal;
  busy: "accept" | "refuse" | null;
  onDecide?: (verb: "accept" | "refuse") => void;
  onUndo?: () => void;
  /** Takes a refusal back. */
  onReopen?: () => void;
}

export function Pair({ proposal, busy, onDecide, onUndo, onReopen }: Props) {
  const { t } = useTranslation(["proposals", "common", "customers"]);
  const f = useFormat();
  const say = (field: string, value: string | null): ReactNode => {
    if (value === null) return <span className={styles.none}>–</span>;
    if (field === "birthday") return f.birthday(value);
    return field === "gender" ? t(`customers:gender.${value}` as "customers:gender.female", value) : value;
  };
  const { left, right } = proposal;
  const most = Math.max(...proposal.evidence.map((e) => Math.abs(e.weight)), 1);
  const facts: [string, (row: CustomerRow) => ReactNode][] = [
    [t("facts.deals"), (row) => <Count value={row.deals} />],
    [t("facts.amount"), (row) => <Money value={row.deal_amount} />],
    [t("facts.last"), (row) => <Instant at={row.last_deal_at} ago />],
    [t("facts.channels"), (row) => row.channels.map((one) => t(`common:channel.${one}`)).join(" · ")],
    [t("facts.known"), (row) => <Day at={row.created_at} />],
  ];
  return (
    <section className={styles.pair} aria-label={`${labelOf(left)} · ${labelOf(right)}`}>
      <header className={styles.head}>
        <div>
          <h2 className={styles.why}>{t(`reason.${proposal.reason}`)}</h2>
          <Tooltip title={t("scoreHint")}>
            <div className={styles.sure}>
              <span className={styles.meter} aria-hidden>
                <span style={{ width: sure(proposal.score) }} />
              </span>
              {t("score", { score: sure(proposal.score) })}
            </div>
          </Tooltip>
        </div>
        {onDecide ? (
          <div className={styles.decide}>
            <Button
              icon={<CloseOutlined />}
              loading={busy === "refuse"}
              disabled={busy !== null}
              onClick={() => onDecide("refuse")}
            >
              {t("refuse")} <kbd aria-hidden>R</kbd>
            </Button>
            <Button
              type="primary"
              icon={<CheckOutlined />}
              loading={busy === "accept"}
              disabled={busy !== null}
              onClick={() => onDecide("accept")}
            >
              {t("accept")} <kbd aria-hidden>A</kbd>
            </Button>
          </div>
        ) : (
          <div className={styles.decide}>
            {proposal.decided_at ? (
              <span className={styles.quiet}>
                {t("decided", { by: proposal.decided_by ?? "–", ago: f.ago(proposal.decided_at) })}
              </span>
            ) : null}
            {onUndo ? <Button onClick={onUndo}>{t("common:undo")}</Button> : null}
            {onReopen ? (
              <Tooltip title={t("reopenHint")}>
                <Button onClick={onReopen}>{t("reopen")}</Button>
              </Tooltip>
            ) : null}
          </div>
        )}
      </header>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("evidence")}</span>
              </th>
              <Name row={left} title={t("left")} />
              <Name row={right} title={t("right")} />
              <th scope="col" className={styles.weightHead}>
                {t("evidence")}
              </th>
            </tr>
          </thead>
          <tbody>
            {proposal.evidence.map((e) => (
              <tr key={e.field} data-agreement={e.agreement}>
                <th scope="row">{t(`field.${e.field}` as "field.name", e.field)}</th>
                <td>{say(e.field, e.left)}</td>
                <td>{say(e.field, e.right)}</td>
                <td>
                  <Tooltip title={e.weight === 0 ? "" : e.weight > 0 ? t("pro") : t("con")}>
                    <span className={styles.agreement}>
                      <span className={styles.mark} aria-hidden />
                      {t(`agreement.${e.agreement}`)}
                      <span className={styles.weight} data-against={e.weight < 0 || undefined} aria-hidden>
                        <span style={{ width: `${Math.round((100 * Math.abs(e.weight)) / most)}%` }} />
                      </span>
                    </span>
                  </Tooltip>
                </td>
              </tr>
            ))}
          </tbody>
          <tbody className={styles.facts}>
            {facts.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value(left)}</td>
                <td>{value(right)}</td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Waterfall proposal={proposal} />
      {onDecide ? <p className={styles.keys}>{t("keys")}</p> : null}
    </section>
  );
}

function Name({ row, title }: { row: CustomerRow; title: string }) {
  const { t } = useTranslation("proposals");
  const keep = useKeepShops();
  return (
    <th scope="col">
      <span className="unseen">{title}: </span>
      <Link to={keep(`/customers/${row.id}`)} className={styles.name} title={t("open")}>
        {labelOf(row)}
      </Link>
      <span className={styles.under}>{region(row) || "–"}</span>
    </th>
  );
}
