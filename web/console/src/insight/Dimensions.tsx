// Every dimension under its topic: bars beside what they are compared with, provinces as a map, hours of the week as a field.
import { Button, Tooltip } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InsightBar, InsightDimension } from "../api";
import { Panel, useFormat, useLabel } from "../kit";
import { useBehind } from "./behindContext";
import { few } from "./few";
import { Hours } from "./Hours";
import { cells } from "./heat";
import styles from "./Insight.module.css";
import { Jump, placeOf } from "./Jump";
import { Provinces } from "./Provinces";
import { Tgi } from "./Tgi";
import { Times } from "./Times";
import { sectionsOf } from "./topics";

const SHOWN = 6;
/** So many are shown whole: nobody opens a list for one more. */
const WHOLE = 8;

interface Props {
  dimensions: InsightDimension[];
  customers: number;
  /** What stands before them, first in the list of topics. */
  children: ReactNode;
}

export function Dimensions({ dimensions, customers, children }: Props) {
  const { t } = useTranslation("insight");
  const sections = useMemo(() => sectionsOf(dimensions), [dimensions]);
  return (
    <div className={styles.topics}>
      <Jump topics={["top", ...sections.map(({ topic }) => topic)]} />
      <div className={styles.whole}>
        <section id={placeOf("top")} className={styles.topic} aria-label={t("topic.top")}>
          {children}
        </section>
        <p className={styles.legend}>
          {t("legend")} {t("tgiHelp")} {t("fewHint")}
        </p>
        {sections.map(({ topic, dimensions }) => (
          <section key={topic} id={placeOf(topic)} className={styles.topic} aria-label={t(`topic.${topic}`)}>
            <h2 className={styles.topicTitle}>{t(`topic.${topic}`)}</h2>
            {dimensions
              .filter((one) => one.kind === "map")
              .map((one) => (
                <Provinces key={one.key} dimension={one} customers={customers} />
              ))}
            <div className={styles.grid}>
              {dimensions
                .filter((one) => one.kind !== "map" && !cells(one))
                .map((one) => (
                  <div key={one.key} className={styles.cell}>
                    {one.kind === "time" ? <Times dimension={one} /> : <Bars dimension={one} customers={customers} />}
                  </div>
                ))}
            </div>
            {dimensions
              .filter((one) => cells(one))
              .map((one) => (
                <Hours key={one.key} dimension={one} customers={customers} />
              ))}
          </section>
        ))}
      </div>
    </div>
  );
}

function Bars({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const { t } = useTranslation("insight");
  const label = useLabel();
  const [all, setAll] = useState(false);
  const long = dimension.bars.length > WHOLE;
  const bars = all || !long ? dimension.bars : dimension.bars.slice(0, SHOWN);
  return (
    <Panel title={label(dimension.label)} hint={<Known dimension={dimension} customers={customers} />}>
      <BarTable dimension={dimension} bars={bars} name={label(dimension.label)} />
      {all && dimension.further > 0 ? (
        <p className={styles.quiet}>{t("further", { count: dimension.further })}</p>
      ) : null}
      {long ? (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t("fold") : t("showAll", { count: dimension.bars.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

export function Known({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const known = dimension.known;
  const others = customers - known;
  if (others <= 0) return null;
  return <>{t("known", { known: f.count(known), others: f.count(others), lacking: label(dimension.lacking) })}</>;
}

interface Shown {
  dimension: InsightDimension;
  /** Those of its bars that are shown. */
  bars: InsightBar[];
  name: string;
}

/** Each value with its bar; the thin mark is where it stands in what it is compared with. A click shows who they are. */
export function BarTable({ dimension, bars, name }: Shown) {
  const { t } = useTranslation("insight");
  const most = Math.max(1, ...bars.flatMap((bar) => [bar.share, bar.base_share]));
  return (
    <table className={styles.bars}>
      <caption className="unseen">{name}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{t("value")}</span>
          </th>
          <th scope="col" aria-hidden />
          <th scope="col">{t("share")}</th>
          <th scope="col">
            <Tooltip title={t("tgiHelp")}>
              <span>{t("tgi")}</span>
            </Tooltip>
          </th>
          <th scope="col">{t("customers")}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <Row key={bar.value} dimension={dimension} bar={bar} most={most} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ dimension, bar, most }: { dimension: InsightDimension; bar: InsightBar; most: number }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const name = label(bar.label);
  const open = useBehind()(dimension, bar);
  const thin = few(bar, dimension.known);
  return (
    <tr data-opens={open ? true : undefined} data-few={thin || undefined}>
      <th scope="row" title={name}>
        {open ? (
          <button type="button" className={styles.open} onClick={open}>
            {name}
          </button>
        ) : (
          name
        )}
      </th>
      <td className={styles.barCell} aria-hidden>
        <span className={styles.track}>
          <span
            className={styles.fill}
            data-sure={(bar.significant && !thin) || undefined}
            style={{ width: `${(100 * bar.share) / most}%` }}
          />
          <span className={styles.mark} style={{ insetInlineStart: `${(100 * bar.base_share) / most}%` }} />
        </span>
      </td>
      <td>
        {f.rate(bar.share)}
        <span className="unseen">
          {t("baseShare")} {f.rate(bar.base_share)}
        </span>
      </td>
      <td>
        <Tgi tgi={bar.tgi} significant={bar.significant} few={thin} />
      </td>
      <td>{f.count(bar.customers)}</td>
    </tr>
  );
}
