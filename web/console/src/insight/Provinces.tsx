// Provinces as tiles, and beside them the ones with the most people.
import { Segmented, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InsightBar, InsightDimension } from "../api";
import { Panel, useFormat } from "../kit";
import { useLabel } from "../segments/builder/context";
import { useAppearance } from "../theme/appearance";
import { BarTable, Known } from "./Dimensions";
import styles from "./Insight.module.css";
import { depth, onTiles } from "./tiles";

/** The step of a ramp for a depth of 0 to 1. */
const stepOf = (deep: number, steps: number): number => Math.round(deep * (steps - 1));

const tgiOf = (bar: InsightBar): string => (bar.tgi === null ? "–" : String(Math.round(bar.tgi)));

export function Provinces({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const [by, setBy] = useState<"tgi" | "share">("tgi");
  const { placed, others } = onTiles(dimension.bars);
  const most = Math.max(...dimension.bars.map((bar) => bar.share), 1);
  // The strongest steps would swallow the letters on them, by day and by night.
  const ramp = ink.ramp.slice(0, 4);
  return (
    <Panel
      title={label(dimension.label)}
      hint={
        <>
          {t("mapHint")} <Known dimension={dimension} customers={customers} />
        </>
      }
      extra={
        <Segmented<"tgi" | "share">
          size="small"
          aria-label={t("mapBy")}
          value={by}
          options={[
            { value: "tgi", label: t("byTgi") },
            { value: "share", label: t("byShare") },
          ]}
          onChange={setBy}
        />
      }
    >
      <div className={styles.map}>
        <ul className={styles.tiles} aria-label={t("map")}>
          {placed.map(({ name, label: words, column, row, bar }) => {
            const full = bar ? label(bar.label) : label(words);
            const said = bar
              ? `${full} ${f.rate(bar.share)} · TGI ${tgiOf(bar)} · ${f.count(bar.customers)}`
              : `${full} · ${t("mapNone")}`;
            return (
              <li
                key={name}
                className={styles.tile}
                data-none={!bar || bar.customers === 0 || undefined}
                data-sure={bar?.significant || undefined}
                style={{
                  gridColumn: column,
                  gridRow: row,
                  background: ramp[stepOf(depth(bar, by, most), ramp.length)],
                }}
              >
                <Tooltip title={said}>
                  <span className={styles.tileText}>
                    <span>{label(words)}</span>
                    <span className={styles.tileValue} aria-hidden>
                      {bar && bar.customers > 0 ? (by === "tgi" ? tgiOf(bar) : f.rate(bar.share)) : ""}
                    </span>
                    <span className="unseen">{said}</span>
                  </span>
                </Tooltip>
              </li>
            );
          })}
        </ul>
        <div>
          <BarTable bars={[...dimension.bars].sort((a, b) => b.share - a.share).slice(0, 8)} name={t("map")} />
          {others.length > 0 ? (
            <p className={styles.quiet}>
              {t("other")}:{" "}
              {others
                .slice(0, 6)
                .map((bar) => `${label(bar.label)} ${f.rate(bar.share)}`)
                .join(" · ")}
            </p>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
