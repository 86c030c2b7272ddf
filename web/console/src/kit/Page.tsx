// A page: what it is called, one sentence that says what it shows today, its actions, then the content.
import { Skeleton, Typography } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Page.module.css";

interface Props {
  title: string;
  /** One sentence, in words; `null` while it is still under way keeps its place. */
  sentence?: ReactNode;
  actions?: ReactNode;
  /** Narrower for forms, so that lines stay readable. */
  narrow?: boolean;
  children: ReactNode;
}

export function Page({ title, sentence, actions, narrow = false, children }: Props) {
  const { t } = useTranslation();
  const brand = t("brand");
  useEffect(() => {
    document.title = `${title} · ${brand}`;
  }, [title, brand]);
  return (
    <div className={narrow ? `${styles.page} ${styles.narrow}` : styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <Typography.Title level={1} className={styles.title}>
            {title}
          </Typography.Title>
          {sentence === null ? (
            <Skeleton.Input active size="small" className={styles.waiting} />
          ) : sentence === undefined ? null : (
            <Sentence>{sentence}</Sentence>
          )}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** The one sentence that comes first. */
export function Sentence({ children }: { children: ReactNode }) {
  return <p className={styles.sentence}>{children}</p>;
}

/** A quiet surface with an optional heading; the only box a page uses. */
export function Panel({
  title,
  hint,
  extra,
  children,
  flush = false,
}: {
  title?: string;
  hint?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  /** Without inner space, for tables. */
  flush?: boolean;
}) {
  return (
    <section className={styles.panel}>
      {title || extra ? (
        <div className={styles.panelHead}>
          <div>
            {title ? <h2 className={styles.panelTitle}>{title}</h2> : null}
            {hint ? <p className={styles.hint}>{hint}</p> : null}
          </div>
          {extra}
        </div>
      ) : null}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
