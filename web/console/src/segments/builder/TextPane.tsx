// The rule as text, beside the tree. What is typed is read a moment later; what cannot be read is underlined at its
// place, and the tree stays as it was last understood.
import { Typography } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, Problem, type ReadRule, type Rule, type RuleProblem } from "../../api";
import styles from "./Builder.module.css";

const PAUSE = 300;

interface Props {
  /** The text of the tree as the server writes it. */
  text: string;
  onRule: (rule: Rule) => void;
  /** Whether the text stands as it is. */
  onWrong: (wrong: boolean) => void;
}

/** The pieces of a text between and in its problems. Places are counted in characters, not in UTF-16 units. */
export function pieces(
  text: string,
  problems: Pick<RuleProblem, "at" | "to">[],
): { text: string; wrong: boolean; at: number }[] {
  const letters = Array.from(text);
  const found: { text: string; wrong: boolean; at: number }[] = [];
  let from = 0;
  for (const { at, to } of [...problems].sort((a, b) => a.at - b.at)) {
    const begin = Math.min(Math.max(at, from), letters.length);
    // A problem at the very end still needs a place to be seen.
    const end = Math.min(Math.max(to, begin + 1), letters.length);
    if (begin > from) found.push({ text: letters.slice(from, begin).join(""), wrong: false, at: from });
    if (end > begin) found.push({ text: letters.slice(begin, end).join(""), wrong: true, at: begin });
    else if (begin === letters.length) found.push({ text: " ", wrong: true, at: begin });
    from = Math.max(from, end);
  }
  if (from < letters.length) found.push({ text: letters.slice(from).join(""), wrong: false, at: from });
  return found;
}

export const lineOf = (text: string, at: number): number =>
  Array.from(text)
    .slice(0, at)
    .filter((c) => c === "\n").length + 1;

export function TextPane({ text, onRule, onWrong }: Props) {
  const { t } = useTranslation("builder");
  const id = useId();
  const [own, setOwn] = useState<string | null>(null);
  const [problems, setProblems] = useState<RuleProblem[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      running.current?.abort();
    },
    [],
  );
  const shown = own ?? text;

  const read = async (typed: string) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    try {
      const answer = await ask<ReadRule>("/rules/read", {
        method: "POST",
        body: { text: typed },
        signal: control.signal,
        question: true,
      });
      setProblems(answer.problems);
      onWrong(answer.problems.length > 0);
      if (answer.rule && answer.problems.length === 0) onRule(answer.rule);
    } catch (error) {
      if (error instanceof DOMException) return;
      if (error instanceof Problem)
        setProblems([{ at: 0, to: 0, code: error.code, message: error.message, expected: [] }]);
    }
  };
  const type = (typed: string) => {
    setOwn(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void read(typed), PAUSE);
  };
  return (
    <div>
      <p className={styles.textHint} id={`${id}hint`}>
        {t("text.hint")}
      </p>
      <div className={styles.editor} data-wrong={problems.length > 0 || undefined}>
        <pre className={styles.paper} aria-hidden>
          {pieces(shown, problems).map((piece) =>
            piece.wrong ? (
              <mark key={piece.at} className={styles.wrong}>
                {piece.text}
              </mark>
            ) : (
              <span key={piece.at}>{piece.text}</span>
            ),
          )}
          {"\n"}
        </pre>
        <textarea
          className={styles.type}
          aria-label={t("text.label")}
          aria-describedby={`${id}hint ${id}problems`}
          aria-invalid={problems.length > 0}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          value={shown}
          onChange={(event) => type(event.target.value)}
          onBlur={() => {
            // What was understood is shown as the server writes it; what was not stays as it was typed.
            if (problems.length === 0) setOwn(null);
          }}
        />
      </div>
      <ul className={styles.problems} id={`${id}problems`} aria-live="polite">
        {problems.map((problem) => (
          <li key={`${problem.at} ${problem.code}`}>
            {t("text.problem", { line: lineOf(shown, problem.at), message: problem.message })}
            {problem.expected.length > 0 ? (
              <span className={styles.expected}>
                {t("text.expected", { what: problem.expected.slice(0, 6).join("  ") })}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {problems.length > 0 ? (
        <p className={styles.note}>{t("text.wrong")}</p>
      ) : (
        <Typography.Paragraph className={styles.note} copyable={{ text: shown, tooltips: false }}>
          {t("text.copy")}
        </Typography.Paragraph>
      )}
    </div>
  );
}
