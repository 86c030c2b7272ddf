// Where a question is written: a plain text field, with the same text coloured behind it.
import { forwardRef, type KeyboardEvent, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { pieces } from "./highlight";
import styles from "./Sql.module.css";

interface Props {
  value: string;
  onChange: (sql: string) => void;
  onRun: () => void;
}

export const Editor = forwardRef<HTMLTextAreaElement, Props>(function Editor({ value, onChange, onRun }, field) {
  const { t } = useTranslation("sql");
  const behind = useRef<HTMLPreElement>(null);
  const hint = useId();
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  };
  return (
    <div className={styles.editor}>
      <pre ref={behind} className={styles.behind} aria-hidden>
        {pieces(value).map(({ kind, text }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place
          <span key={place} className={styles[kind]}>
            {text}
          </span>
        ))}
        {"\n"}
      </pre>
      <textarea
        ref={field}
        className={styles.field}
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-label={t("editor")}
        aria-describedby={hint}
        placeholder="select …"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={press}
        onScroll={(event) => {
          if (!behind.current) return;
          behind.current.scrollTop = event.currentTarget.scrollTop;
          behind.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
      />
      <span id={hint} className="unseen">
        {t("editorHint")}
      </span>
    </div>
  );
});
