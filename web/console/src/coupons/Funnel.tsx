// How far the coupons of a programme got: issued, claimed, used as bars on one scale, then what was paid and given. A code
// that everybody types is never issued nor claimed: it is only used.
import { useTranslation } from "react-i18next";
import type { CouponFunnel } from "../api";
import { Panel, useFormat } from "../kit";
import styles from "./Coupons.module.css";

const STEPS = ["issued", "claimed", "used"] as const;
const REST = ["reserved", "expired", "voided"] as const;

export function Funnel({ funnel, shared }: { funnel: CouponFunnel; shared: boolean }) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const rest = shared ? (["used", "reserved"] as const) : REST;
  const hint =
    funnel.claimed > 0
      ? t("useRate", { share: f.rate(Math.round((1000 * funnel.used) / funnel.claimed)) })
      : t("funnelHint");
  return (
    <Panel title={t(shared ? "useTitle" : "funnelTitle")} hint={shared ? undefined : hint}>
      {shared ? null : <Steps funnel={funnel} />}
      <dl className={styles.figures} data-alone={shared || undefined}>
        <div>
          <dt>{t("revenue")}</dt>
          <dd>{f.amount(funnel.revenue)}</dd>
        </div>
        <div>
          <dt>{t("discount")}</dt>
          <dd>{f.amount(funnel.discount)}</dd>
        </div>
        {rest.map((key) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{f.count(funnel[key])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Steps({ funnel }: { funnel: CouponFunnel }) {
  const { t } = useTranslation("coupons");
  const f = useFormat();
  const most = Math.max(1, funnel.issued, funnel.claimed);
  return (
    <ol className={styles.funnel}>
      {STEPS.map((step, at) => (
        <li key={step}>
          <span className={styles.stepName}>{t(step)}</span>
          <span className={styles.track} aria-hidden>
            <span
              className={styles.bar}
              data-step={at}
              style={{ width: `max(${funnel[step] > 0 ? 3 : 0}px, ${(100 * funnel[step]) / most}%)` }}
            />
          </span>
          <span className={styles.size}>
            <strong>{f.count(funnel[step])}</strong>
            <span className={styles.quiet}>{f.rate(Math.round((1000 * funnel[step]) / most))}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
