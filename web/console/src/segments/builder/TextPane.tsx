// The rule as text, beside the tree. What is typed is read a moment later; what cannot be read is underlined at its
// place, and the tree stays as it was last understood.
import { Typography } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, Problem, type ReadRule, type Rule, type RuleProblem } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import { lineOf, pieces } from "./pieces";
import paper from "./TextPane.module.css";

const PAUSE = 300;

interface Props {
  /** The text of the tree as the server writes it. */
  text: string;
  onRule: (rule: Rule) => void;
  /** Whether the text stands as it is. */
  onWrong: (wrong: boolean) => void;
  /** A text to begin with that could not be read, and why. */
  unread?: ReadRule | null;
}

export function TextPane({ text, onRule, onWrong, unread }: Props) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const id = useId();
  const [own, setOwn] = useState<string | null>(unread?.text ?? null);
  const [problems, setProblems] = useState<RuleProblem[]>(unread?.problems ?? []);
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
        setProblems([{ code: error.code, path: "", message: { zh: error.message, en: error.message } }]);
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
      <div className={paper.editor} data-wrong={problems.length > 0 || undefined}>
        <pre className={paper.paper} aria-hidden>
          {pieces(shown, problems).map((piece) =>
            piece.wrong ? (
              <mark key={piece.at} className={paper.wrong}>
                {piece.text}
              </mark>
            ) : (
              <span key={piece.at}>{piece.text}</span>
            ),
          )}
          {"\n"}
        </pre>
        <textarea
          className={paper.type}
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
      <ul className={paper.problems} id={`${id}problems`} aria-live="polite">
        {problems.map((problem) => {
          const said = label(problem.message);
          // What the sentence names already is not said again.
          const may = [...(problem.near ?? []), ...(problem.expected ?? []).map(label)].filter(
            (one) => !said.includes(one),
          );
          return (
            <li key={`${problem.range?.from} ${problem.code} ${problem.path}`}>
              {problem.range ? t("text.problem", { line: lineOf(shown, problem.range.from), message: said }) : said}
              {may.length > 0 ? (
                <span className={paper.expected}>
                  {t("text.expected", { what: may.slice(0, 6).join(t("text.between")) })}
                </span>
              ) : null}
            </li>
          );
        })}
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
