// What came of a file, as bars to one scale: created, changed, unchanged, refused; the numbers beside them.
import { useTranslation } from "react-i18next";
import type { ImportCounts } from "../api";
import { useFormat } from "../kit";
import styles from "./Imports.module.css";
import { FATES, KINDS } from "./total";

export function Counts({ counts }: { counts: ImportCounts }) {
  const { t } = useTranslation("imports");
  const f = useFormat();
  const sum = (kind: (typeof KINDS)[number]) => FATES.reduce((all, fate) => all + (counts[kind]?.[fate] ?? 0), 0);
  const kinds = KINDS.filter((kind) => sum(kind) > 0);
  if (kinds.length === 0) return <p className={styles.quiet}>{t("nothing")}</p>;
  const most = Math.max(...kinds.map(sum));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by the keyboard too
    <section className={styles.scroll} tabIndex={0} aria-label={t("counts")}>
      <table className={styles.counts}>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t("counts")}</span>
            </th>
            <th aria-hidden />
            {FATES.map((fate) => (
              <th key={fate} scope="col" data-fate={fate}>
                <span className={styles.key} aria-hidden />
                {t(fate)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`kind.${kind}`)}</th>
              <td className={styles.barCell} aria-hidden>
                <span className={styles.bar}>
                  {FATES.map((fate) => (
                    <span
                      key={fate}
                      data-fate={fate}
                      style={{ width: `${(100 * (counts[kind]?.[fate] ?? 0)) / most}%` }}
                    />
                  ))}
                </span>
              </td>
              {FATES.map((fate) => {
                const count = counts[kind]?.[fate] ?? 0;
                return (
                  <td key={fate} data-fate={fate} data-zero={count === 0 || undefined}>
                    {f.count(count)}
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
