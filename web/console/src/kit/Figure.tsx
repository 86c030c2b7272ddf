// One figure: its name with the definition on hover, its value, how it moved, and the way to what is behind it.
import { ArrowDownOutlined, ArrowUpOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Figure as Data, Instant } from "../api";
import { useKeepShops } from "../app/session";
import styles from "./Figure.module.css";
import { useFormat } from "./useFormat";

interface Props {
  figure: Data;
  /** The name of the figure in the reader's language. */
  label: string;
  currency: string;
  asOf?: Instant;
  /** Nothing was before it that it could be compared with. */
  alone?: boolean;
}

export function Figure({ figure, label, currency, asOf, alone }: Props) {
  const { t } = useTranslation("kit");
  const f = useFormat();
  const keep = useKeepShops();
  const show = (value: number) =>
    figure.unit === "money"
      ? f.shortAmount(value, currency)
      : figure.unit === "rate_permille"
        ? f.rate(value)
        : f.shortCount(value);
  const full = figure.unit === "money" ? f.amount(figure.value, currency) : show(figure.value);
  const definition = (
    <>
      {figure.definition}
      <br />
      {full}
      {asOf ? ` · ${t("asOf", { time: f.instant(asOf) })}` : null}
    </>
  );
  const value = <span className={styles.value}>{show(figure.value)}</span>;
  return (
    <div className={styles.figure}>
      <div className={styles.label}>
        {label}
        <Tooltip title={definition}>
          <button type="button" className={styles.info} aria-label={`${label}: ${figure.definition}`}>
            <InfoCircleOutlined />
          </button>
        </Tooltip>
      </div>
      {figure.link ? (
        <Link to={keep(figure.link)} className={styles.link} title={t("seeBehind")}>
          {value}
        </Link>
      ) : (
        value
      )}
      {alone ? null : <Change figure={figure} show={show} />}
    </div>
  );
}

/** Arrow and words, never colour alone: "↑ 高 12.3%". */
function Change({ figure, show }: { figure: Data; show: (value: number) => string }) {
  const { t } = useTranslation("kit");
  const f = useFormat();
  const { value, previous, change, unit, good } = figure;
  if (previous === null) return <span className={styles.change}>{t("fresh")}</span>;
  if (value === previous) return <span className={styles.change}>{t("same")}</span>;
  const up = value > previous;
  const tone = good === null ? "" : (good === "up") === up ? styles.good : styles.bad;
  // A rate moves by points; everything else by its share of the former value, and from nothing by all of it.
  const size =
    change === null
      ? show(value)
      : unit === "rate_permille"
        ? t("points", { size: (Math.abs(change) / 10).toFixed(1) })
        : f.rate(Math.abs(change));
  return (
    <span className={`${styles.change} ${tone ?? ""}`}>
      {up ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}{" "}
      <span className="unseen">{t("than")}</span>
      {up ? t("up", { size }) : t("down", { size })}
    </span>
  );
}
