// The signature picture of membership: a pyramid, the highest level on top, each as wide as it has people, with who came
// and who went beside it. A row is a button that lists its members; the table behind is what a reader of screens gets.
import { ArrowDownOutlined, ArrowUpOutlined, LockOutlined } from "@ant-design/icons";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Programme, Pyramid as Shape } from "../api";
import { useFormat, useLabel } from "../kit";
import { asksAmount, asksDeals, standingAt } from "./ground";
import styles from "./Members.module.css";

interface Props {
  pyramid: Shape;
  programme: Programme;
  month: string | null;
  chosen: string | null;
  choose: (level: string) => void;
}

/** Lightest for those without a level, darkest at the top. */
const shade = (rank: number, of: number) =>
  `color-mix(in oklab, var(--ant-color-primary) ${Math.round(25 + (75 * rank) / Math.max(1, of))}%, var(--ant-color-bg-container))`;

export function Pyramid({ pyramid, programme, month, chosen, choose }: Props) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  const steps = useMemo(() => standingAt(pyramid, month), [pyramid, month]);
  const most = Math.max(1, ...steps.map((step) => step.members));
  const all = Math.max(
    1,
    steps.reduce((sum, step) => sum + step.members, 0),
  );
  const terms = (id: string | null) => {
    const level = programme.levels.find((one) => one.id === id);
    if (!level) return "";
    const from = [
      asksAmount(programme.by) && level.amount !== null
        ? level.amount <= 1
          ? t("anyDeal")
          : f.shortAmount(level.amount)
        : null,
      asksDeals(programme.by) && level.deals !== null ? t("card.nextDeals", { value: level.deals }) : null,
    ].filter(Boolean);
    const keep = level.benefits.discount < 1000 ? f.keep(level.benefits.discount) : null;
    return [from.join(" / "), keep].filter(Boolean).join(" · ");
  };
  return (
    <ol className={styles.pyramid} aria-label={t("pyramidName")}>
      {steps.map((step, at) => {
        const name = step.id ? label(step.name) : t("none");
        const key = step.id ?? "none";
        const locked = pyramid.levels.find((level) => level.id === step.id)?.locked ?? 0;
        const width = (100 * step.members) / most;
        return (
          <li key={key}>
            <button type="button" className={styles.step} aria-pressed={chosen === key} onClick={() => choose(key)}>
              <span className={styles.stepName}>
                <strong>{name}</strong>
                <span className={styles.stepTerms}>{terms(step.id)}</span>
              </span>
              <span className={styles.track}>
                <span
                  className={styles.bar}
                  style={{
                    width: `max(${step.members > 0 ? 3 : 0}px, ${width}%)`,
                    background: step.id ? shade(steps.length - 1 - at, steps.length - 1) : undefined,
                  }}
                />
              </span>
              <span className={styles.stepSize}>
                <strong>{f.count(step.members)}</strong>
                <span className={styles.stepTerms}>
                  {t("share", { share: f.rate(Math.round((1000 * step.members) / all)) })}
                  {locked > 0 ? (
                    <span title={t("locked")}>
                      {" "}
                      <LockOutlined aria-label={t("locked")} /> {f.count(locked)}
                    </span>
                  ) : null}
                </span>
              </span>
              <span className={styles.stepMoves}>
                {step.id && step.entered > 0 ? (
                  <span>
                    <ArrowUpOutlined aria-hidden /> {t("entered", { value: f.count(step.entered) })}
                  </span>
                ) : null}
                {step.id && step.left > 0 ? (
                  <span>
                    <ArrowDownOutlined aria-hidden /> {t("leftLevel", { value: f.count(step.left) })}
                  </span>
                ) : null}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
