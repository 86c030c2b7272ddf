// Retention as a table that is its own picture: a row a month of first purchase, a cell a later month, the deeper the
// more came back. It is a real table, so nothing has to stand behind it.
import { Skeleton, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Overview } from "../api";
import { Empty, Panel, useFormat } from "../kit";
import { useAppearance } from "../theme/appearance";
import styles from "./Cohorts.module.css";

export function Cohorts({ data }: { data: Overview | undefined }) {
  const { t } = useTranslation(["overview", "kit"]);
  return (
    <Panel title={t("overview:cohorts")} hint={t("overview:cohortsHint")}>
      {!data ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : data.cohorts.length === 0 ? (
        <Empty small title={t("kit:chartEmpty")} />
      ) : (
        <Heat data={data} />
      )}
    </Panel>
  );
}

function Heat({ data }: { data: Overview }) {
  const { t } = useTranslation("overview");
  const { ink } = useAppearance();
  const f = useFormat();
  const width = Math.max(...data.cohorts.map((cohort) => cohort.returned.length));
  const most = Math.max(1, ...data.cohorts.flatMap((cohort) => cohort.rates.slice(1)));
  const step = (permille: number) =>
    permille === 0 ? 0 : Math.min(ink.ramp.length - 1, 1 + Math.floor((permille / most) * (ink.ramp.length - 1.001)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t("cohorts")}>
      <table className={styles.heat}>
        <thead>
          <tr>
            <th scope="col">{t("cohortMonth")}</th>
            <th scope="col" className={styles.number}>
              {t("cohortSize")}
            </th>
            {Array.from({ length: width - 1 }, (_, k) => k + 1).map((k) => (
              <th key={k} scope="col">
                {t("cohortAfter", { k })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.cohorts.map((cohort) => (
            <tr key={cohort.month}>
              <th scope="row">{cohort.month}</th>
              <td className={styles.number}>{f.count(cohort.size)}</td>
              {cohort.returned.slice(1).map((count, index) => {
                const k = index + 1;
                const permille = cohort.rates[k] ?? 0;
                const depth = step(permille);
                return (
                  <td key={k}>
                    <Tooltip
                      title={t("cohortTip", {
                        month: cohort.month,
                        size: f.count(cohort.size),
                        k,
                        people: f.count(count),
                      })}
                    >
                      <span className={styles.cell} data-depth={depth}>
                        {f.rate(permille)}
                      </span>
                    </Tooltip>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
