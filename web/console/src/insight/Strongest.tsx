// The strongest differences in words, and the figures for each customer.
import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Insight } from "../api";
import { useSession } from "../app/session";
import { Empty, Panel, useFormat } from "../kit";
import { useLabel } from "../segments/builder/context";
import styles from "./Insight.module.css";
import { Tgi } from "./Tgi";

const MONEY = ["spend", "average_order", "amount"];

/** A figure as its kind is written; the number itself is the server's. */
function useSay(): (key: string, value: string) => string {
  const { i18n } = useTranslation();
  const { business } = useSession();
  return (key, value) => {
    if (value === "") return "–";
    const style: Intl.NumberFormatOptions = MONEY.includes(key)
      ? { style: "currency", currency: business.currency, currencyDisplay: "narrowSymbol" }
      : key === "buyers"
        ? { style: "percent", maximumFractionDigits: 1 }
        : { maximumFractionDigits: 2 };
    return new Intl.NumberFormat(i18n.language, style).format(Number(value));
  };
}

export function Strongest({ insight, against }: { insight: Insight; against: string }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  return (
    <>
      <Panel title={t("strongest")} hint={t("strongestHint")}>
        {insight.strongest.length === 0 ? <Empty small title={t("none")} text={t("noneText")} /> : null}
        <ol className={styles.strongest}>
          {insight.strongest.map((one) => {
            const more = one.tgi >= 100;
            return (
              <li key={`${one.dimension} ${one.value}`}>
                <span className={styles.sign} data-more={more || undefined} aria-hidden>
                  {more ? <ArrowUpOutlined /> : <ArrowDownOutlined />}
                </span>
                <div>
                  <div className={styles.difference}>
                    {t(more ? "more" : "less", {
                      what: label(one.label),
                      share: f.rate(one.share),
                      baseShare: f.rate(one.base_share),
                      base: against,
                    })}
                  </div>
                  <div className={styles.quiet}>
                    {t("behind", { tgi: Math.round(one.tgi), value: f.count(one.customers) })}
                  </div>
                </div>
              </li>
            );
          })}
        </ol>
      </Panel>
      {insight.figures.length > 0 ? (
        <Panel title={t("figures")}>
          <dl className={styles.figures}>
            {insight.figures.map((figure) => (
              <div key={figure.key}>
                <dt>{label(figure.label)}</dt>
                <dd>
                  <strong>{say(figure.key, figure.segment)}</strong>
                  <span className={styles.quiet}>
                    {against} {say(figure.key, figure.base)}
                  </span>
                  {figure.tgi !== null ? <Tgi tgi={figure.tgi} significant={false} /> : null}
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      ) : null}
    </>
  );
}
