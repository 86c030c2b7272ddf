// Provinces on the map or as tiles, and beside them all of them in a table, the ones with the most people first.
import { Button, Segmented, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InsightBar, InsightDimension } from "../api";
import { Panel, useFormat, useLabel } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { Atlas } from "./Atlas";
import { useBehind } from "./behindContext";
import { BarTable, Known } from "./Dimensions";
import { few } from "./few";
import styles from "./Insight.module.css";
import { depth, onTiles } from "./tiles";

/** The step of a ramp for a depth of 0 to 1. */
const stepOf = (deep: number, steps: number): number => Math.round(deep * (steps - 1));

/** As many stand in the table before it is opened. */
const FIRST = 10;

const tgiOf = (bar: InsightBar): string => (bar.tgi === null ? "–" : String(Math.round(bar.tgi)));

export function Provinces({ dimension, customers }: { dimension: InsightDimension; customers: number }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const label = useLabel();
  const { ink } = useAppearance();
  const phone = usePhone();
  const behind = useBehind();
  const [by, setBy] = useState<"tgi" | "share">("tgi");
  const [chosen, setView] = useState<"map" | "tiles" | null>(null);
  const view = chosen ?? (phone ? "tiles" : "map");
  const [whole, setWhole] = useState(false);
  const { placed, others } = onTiles(dimension.bars);
  const most = Math.max(...dimension.bars.map((bar) => bar.share), 1);
  // The strongest steps would swallow the letters on them, by day and by night.
  const ramp = ink.ramp.slice(0, 4);
  const painted = placed.map(({ name, label: words, column, row, bar }) => {
    const thin = bar !== null && few(bar, dimension.known);
    const full = bar ? label(bar.label) : label(words);
    return {
      name,
      label: words,
      column,
      row,
      bar,
      sure: bar ? bar.significant && !thin : false,
      open: behind(dimension, bar ?? undefined),
      // A province of one customer must not be the loudest.
      colour: ramp[Math.min(stepOf(depth(bar, by, most), ramp.length), by === "tgi" && thin ? 1 : ramp.length)],
      said: bar
        ? `${full} ${f.rate(bar.share)} · TGI ${tgiOf(bar)}${thin ? ` ${t("few")}` : ""} · ${t("people", { value: f.count(bar.customers) })}`
        : `${full} · ${t("mapNone")}`,
    };
  });
  const bars = [...dimension.bars].sort((a, b) => b.share - a.share);
  return (
    <Panel
      title={label(dimension.label)}
      hint={
        <>
          {t(view === "map" ? "atlasHint" : "mapHint")} <Known dimension={dimension} customers={customers} />
        </>
      }
      extra={
        <div className={styles.ways}>
          <Segmented<"map" | "tiles">
            size="small"
            aria-label={t("view")}
            value={view}
            options={[
              { value: "map", label: t("views.map") },
              { value: "tiles", label: t("views.tiles") },
            ]}
            onChange={setView}
          />
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
        </div>
      }
    >
      <div className={styles.map}>
        {view === "map" ? (
          <Atlas name={t("map")} painted={painted} />
        ) : (
          <ul className={styles.tiles} aria-label={t("map")}>
            {painted.map(({ name, label: words, column, row, bar, said, colour, sure }) => (
              <li
                key={name}
                className={styles.tile}
                data-none={!bar || bar.customers === 0 || undefined}
                data-sure={sure || undefined}
                style={{ gridColumn: column, gridRow: row, background: colour }}
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
            ))}
          </ul>
        )}
        <div>
          <BarTable dimension={dimension} bars={whole ? bars : bars.slice(0, FIRST)} name={t("map")} />
          {bars.length > FIRST ? (
            <Button type="link" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
              {whole ? t("fold") : t("showAll", { count: bars.length })}
            </Button>
          ) : null}
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
