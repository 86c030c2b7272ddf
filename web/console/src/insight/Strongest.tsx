// The strongest differences in words, and the figures for each customer.
import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Insight } from "../api";
import { useSession } from "../app/session";
import { Empty, Panel, useFormat, useLabel } from "../kit";
import { useBehind } from "./behindContext";
import { ENOUGH, few } from "./few";
import styles from "./Insight.module.css";
import { Tgi } from "./Tgi";

type Strong = Insight["strongest"][number];

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

interface Props {
  insight: Insight;
  against: string;
}

export function Strongest({ insight, against }: Props) {
  const { t } = useTranslation("insight");
  const label = useLabel();
  const say = useSay();
  const news = insight.strongest.filter(({ asked }) => !asked);
  const known = insight.strongest.filter(({ asked }) => asked);
  return (
    <>
      <Panel title={t("strongest")} hint={t("strongestHint")}>
        {news.length === 0 ? <Empty small title={t("none")} text={t("noneText")} /> : null}
        <Differences ones={news} insight={insight} against={against} />
        {known.length > 0 ? (
          <>
            <h3 className={styles.own}>{t("own")}</h3>
            <p className={styles.quiet}>{t("ownText")}</p>
            <Differences ones={known} insight={insight} against={against} />
          </>
        ) : null}
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
                  {figure.tgi !== null ? (
                    <Tgi tgi={figure.tgi} significant={false} few={insight.segment.customers < ENOUGH} />
                  ) : null}
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      ) : null}
    </>
  );
}

/** Each in words, with how many are behind it; a click shows who. */
function Differences({ ones, insight, against }: { ones: Strong[]; insight: Insight; against: string }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const behind = useBehind();
  if (ones.length === 0) return null;
  return (
    <ol className={styles.strongest}>
      {ones.map((one) => {
        const more = one.tgi >= 100;
        const dimension = insight.dimensions.find(({ key }) => key === one.dimension);
        const open = dimension
          ? behind(
              dimension,
              dimension.bars.find(({ value }) => value === one.value),
            )
          : null;
        const text = t(more ? "more" : "less", {
          what: label(one.label),
          share: f.rate(one.share),
          baseShare: f.rate(one.base_share),
          base: against,
        });
        return (
          <li key={`${one.dimension} ${one.value}`} data-few={few(one, dimension?.known ?? 0) || undefined}>
            <span className={styles.sign} data-more={more || undefined} aria-hidden>
              {more ? <ArrowUpOutlined /> : <ArrowDownOutlined />}
            </span>
            <div>
              {open ? (
                <button type="button" className={styles.difference} onClick={open}>
                  {text}
                </button>
              ) : (
                <div className={styles.difference}>{text}</div>
              )}
              <div className={styles.quiet}>
                {t("behind", { tgi: Math.round(one.tgi), value: f.count(one.customers) })}
                {few(one, dimension?.known ?? 0) ? ` · ${t("few")}` : null}
              </div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
