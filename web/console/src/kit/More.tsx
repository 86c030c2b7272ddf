// The end of a list that goes on.
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./More.module.css";

interface Props {
  more: boolean;
  busy: boolean;
  load: () => void;
  /** What is said when nothing follows. */
  end: string;
}

/** Loads on as the end comes into sight; the button is there for the keyboard and for browsers that do not scroll. */
export function More({ more, busy, load, end }: Props) {
  const { t } = useTranslation("kit");
  const mark = useRef<HTMLDivElement>(null);
  const run = useRef(load);
  run.current = load;
  useEffect(() => {
    const element = mark.current;
    if (!element || !more || busy) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) run.current();
      },
      { rootMargin: "400px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [more, busy]);
  return (
    <div ref={mark} className={styles.more}>
      {more ? (
        <Button type="text" loading={busy} onClick={load}>
          {t("loadMore")}
        </Button>
      ) : (
        <span>{end}</span>
      )}
    </div>
  );
}
