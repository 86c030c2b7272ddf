// Every dimension: bars beside what they are compared with, provinces as a map, hours of the week as a field.
import { Button, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InsightBar, InsightDimension } from "../api";
import { Panel, useFormat } from "../kit";
import { useLabel } from "../segments/builder/context";
import { Hours } from "./Hours";
import { cells } from "./heat";
import styles from "./Insight.module.css";
import { Provinces } from "./Provinces";
import { Tgi } from "./Tgi";
import { Times } from "./Times";

const FEW = 8;

interface Props {
  dimensions: InsightDimension[];
  customers: number;
  /** The crowd as a rule's text. */
  crowd: string;
}

export function Dimensions({ dimensions, customers, crowd }: Props) {
  const { t } = useTranslation("insight");
  const shown = dimensions.filter((one) => one.bars.length > 0);
  const wide = (one: InsightDimension) => ["map", "time", "week_hours"].includes(one.kind);
  return (
    <>
      <p className={styles.legend}>
        {t("legend")} {t("tgiHelp")}
      </p>
      {shown
        .filter((one) => one.kind === "map")
        .map((one) => (
          <Provinces key={one.key} dimension={one} customers={customers} />
        ))}
      <div className={styles.grid}>
        {shown
          .filter((one) => !wide(one))
          .map((one) => (
            <Bars key={one.key} dimension={one} customers={customers} />
          ))}
      </div>
      <div className={styles.grid}>
        {shown
          .filter((one) => one.kind === "time" && !cells(one))
          .map((one) => (
            <Times key={one.key} dimension={one} crowd={crowd} />
          ))}
      </div>
      {shown
        .filter((one) => cells(one))
        .map((one) => (
          <Hours key={one.key} dimension={one} customers={customers} crowd={crowd} />
        ))}
    </>
  );
}

function Bars({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const { t } = useTranslation("insight");
  const label = useLabel();
  const [all, setAll] = useState(false);
  const bars = all ? dimension.bars : dimension.bars.slice(0, FEW);
  const rest = dimension.bars.length - FEW;
  return (
    <Panel title={label(dimension.label)} hint={<Known dimension={dimension} customers={customers} />}>
      <BarTable bars={bars} name={label(dimension.label)} />
      {all && dimension.further > 0 ? (
        <p className={styles.quiet}>{t("further", { count: dimension.further })}</p>
      ) : null}
      {rest > 0 ? (
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

/** Each value with its bar; the thin mark is where it stands in what it is compared with. */
export function BarTable({ bars, name }: { bars: InsightBar[]; name: string }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
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
          <tr key={bar.value}>
            <th scope="row" title={label(bar.label)}>
              {label(bar.label)}
            </th>
            <td className={styles.barCell} aria-hidden>
              <span className={styles.track}>
                <span
                  className={styles.fill}
                  data-sure={bar.significant || undefined}
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
              <Tgi tgi={bar.tgi} significant={bar.significant} />
            </td>
            <td>{f.count(bar.customers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
