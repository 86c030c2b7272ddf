// What the linter found, the gravest first, each with its cure and the promotions that it is about.
import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Finding, Lint } from "../api";
import { useFormat } from "../kit";
import { useLabel } from "../segments/builder/context";
import styles from "./Wizard.module.css";

const ICON = {
  error: <CloseCircleFilled className={styles.error} />,
  warning: <WarningFilled className={styles.warning} />,
  note: <InfoCircleFilled className={styles.note} />,
};

/** `still`: without links, for a question that stands above the page. */
export function Findings({ list, still = false }: { list: Finding[]; still?: boolean }) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  return (
    <ul className={styles.findings}>
      {list.map((one) => (
        <li key={`${one.code} ${one.path} ${one.message.zh}`}>
          <span aria-hidden>{ICON[one.gravity]}</span>
          <div>
            <span className="unseen">{t(`gravity.${one.gravity}`)}</span>
            {label(one.message)}
            <p className={styles.cure}>
              {t("cure")}
              {label(one.cure)}
            </p>
            {!still && one.promotions.some((other) => other.id) ? (
              <p className={styles.cure}>
                {one.promotions
                  .filter((other) => other.id)
                  .map((other) => (
                    <Link key={other.key} to={`/promotions/${other.id}`}>
                      {label(other.name)}{" "}
                    </Link>
                  ))}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The whole answer: how much was looked at, and what was found. */
export function LintAnswer({ lint }: { lint: Lint }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  return (
    <>
      {lint.findings.length === 0 ? (
        <p className={styles.fine}>
          <CheckCircleFilled className={styles.good} aria-hidden /> {t("lintFine")}
        </p>
      ) : (
        <Findings list={lint.findings} />
      )}
      <p className={styles.cure}>{t("lintSeen", { goods: f.count(lint.goods), against: f.count(lint.against) })}</p>
    </>
  );
}
