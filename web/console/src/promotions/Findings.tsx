// What the linter found, the gravest first, each with its cure and the promotions that it is about. What many goods have in
// common is said once, with a few of them; the rest are a click away.
import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Finding, Lint } from "../api";
import { useFormat, useLabel } from "../kit";
import { alike } from "./alike";
import styles from "./Wizard.module.css";

const ICON = {
  error: <CloseCircleFilled className={styles.error} />,
  warning: <WarningFilled className={styles.warning} />,
  note: <InfoCircleFilled className={styles.note} />,
};
/** So many of one kind are shown before they are asked for. */
const FEW = 3;

/** `still`: without links, for a question that stands above the page. */
export function Findings({ list, still = false }: { list: Finding[]; still?: boolean }) {
  const kinds = useMemo(() => alike(list), [list]);
  return (
    <ul className={styles.findings}>
      {kinds.map((kind) => (
        <Kind key={kind.key} list={kind.list} still={still} />
      ))}
    </ul>
  );
}

function Kind({ list, still }: { list: Finding[]; still: boolean }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const label = useLabel();
  const [all, setAll] = useState(false);
  const [first] = list;
  if (!first) return null;
  const shown = all ? list : list.slice(0, FEW);
  const rest = list.length - shown.length;
  const others = new Map(list.flatMap((one) => one.promotions).map((other) => [other.id, other]));
  return (
    <li>
      <span aria-hidden>{ICON[first.gravity]}</span>
      <div>
        <span className="unseen">{t(`gravity.${first.gravity}`)}</span>
        {shown.map((one) => (
          <p key={`${one.path} ${one.message.zh}`} className={styles.found}>
            {label(one.message)}
          </p>
        ))}
        {rest > 0 ? (
          <Button type="link" size="small" className={styles.rest} onClick={() => setAll(true)}>
            {t("lintRest", { count: rest, value: f.count(rest) })}
          </Button>
        ) : null}
        <p className={styles.cure}>
          {t("cure")}
          {label(first.cure)}
        </p>
        {still ? null : (
          <p className={styles.cure}>
            {[...others.values()]
              .filter((other) => other.id)
              .map((other) => (
                <Link key={other.key} to={`/promotions/${other.id}`}>
                  {label(other.name)}{" "}
                </Link>
              ))}
          </p>
        )}
      </div>
    </li>
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
