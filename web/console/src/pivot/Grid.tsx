// The answer as a table: members down and across, totals at the end; a figure opens the customers behind it.
import { Button } from "antd";
import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PivotAnswer, PivotCell, PivotHeader } from "../api";
import { useLabel } from "../kit";
import { Moved } from "./Moved";
import styles from "./Pivot.module.css";
import type { Say } from "./say";
import { type Laid, type Line, laid, reach } from "./table";

const STEP = 100;

interface Props {
  answer: PivotAnswer;
  name: string;
  say: Say;
  onOpen: (cell: PivotCell) => void;
}

export function Grid({ answer, name, say, onOpen }: Props) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const [most, setMost] = useState(STEP);
  const table = useMemo(() => laid(answer), [answer]);
  const across = answer.columns.length > 0;
  const rows = answer.rows.length > 0 ? table.rows : [];
  const shown = rows.slice(0, most);
  const member = (axes: PivotHeader[], line: Line, axis: number) => {
    const found = axes[axis]?.members[line.places[axis] ?? -1];
    return found ? label(found.label) || t("unknown") : "";
  };
  const figures = (cell: PivotCell | undefined, key: string, total = false) => (
    <Figures key={key} answer={answer} cell={cell} say={say} onOpen={onOpen} member={member} total={total} />
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard too */}
      <section className={styles.scroll} tabIndex={0} aria-label={name}>
        <table className={styles.table}>
          <caption className="unseen">{name}</caption>
          <Heads answer={answer} table={table} member={member} />
          <tbody>
            {shown.map((row, at) => (
              <tr key={row.key}>
                {answer.rows.map((axis, depth) => {
                  const span = Math.min(reach(shown, at, depth), shown.length - at);
                  return span > 0 ? (
                    <th key={axis.dimension} scope={span > 1 ? "rowgroup" : "row"} rowSpan={span}>
                      {member(answer.rows, row, depth)}
                    </th>
                  ) : null;
                })}
                {across ? table.columns.map((column) => figures(table.at(row, column), column.key)) : null}
                {figures(across ? table.rowTotal(row) : table.at(row, { key: "", places: [] }), "total", across)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              {answer.rows.length > 0 ? (
                <th scope="row" colSpan={answer.rows.length}>
                  {t("total")}
                </th>
              ) : null}
              {across
                ? table.columns.map((column) =>
                    figures(
                      rows.length > 0 ? table.columnTotal(column) : table.at({ key: "", places: [] }, column),
                      column.key,
                      true,
                    ),
                  )
                : null}
              {figures(answer.total, "total", true)}
            </tr>
          </tfoot>
        </table>
      </section>
      {rows.length > shown.length ? (
        <p className={styles.more}>
          <span>{t("shown", { shown: shown.length, all: rows.length })}</span>
          <Button type="text" onClick={() => setMost(most + STEP)}>
            {t("more", { n: Math.min(STEP, rows.length - shown.length) })}
          </Button>
        </p>
      ) : null}
      {[...answer.rows, ...answer.columns]
        .filter(({ further }) => further > 0)
        .map((axis) => (
          <p key={axis.dimension} className={styles.hint}>
            {t("further", { name: label(axis.label), n: axis.further })}
          </p>
        ))}
    </>
  );
}

type Member = (axes: PivotHeader[], line: Line, axis: number) => string;

function Heads({ answer, table, member }: { answer: PivotAnswer; table: Laid; member: Member }) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const many = answer.measures.length;
  const deep = answer.columns.length + (many > 1 || answer.columns.length === 0 ? 1 : 0);
  const corner = answer.rows.map(({ dimension, label: words }) => (
    <th key={dimension} scope="col" rowSpan={deep}>
      {label(words)}
    </th>
  ));
  const measures = (of: string) =>
    answer.measures.map(({ key, label: words }) => (
      <th key={`${of} ${key}`} scope="col" className={styles.number}>
        {label(words)}
      </th>
    ));
  if (answer.columns.length === 0)
    return (
      <thead>
        <tr>
          {corner}
          {measures("all")}
        </tr>
      </thead>
    );
  return (
    <thead>
      {answer.columns.map((axis, depth) => (
        <tr key={axis.dimension}>
          {depth === 0 ? corner : null}
          {table.columns.map((column, at) => {
            const span = reach(table.columns, at, depth);
            return span > 0 ? (
              <th
                key={column.key}
                className={span * many > 1 ? undefined : styles.ends}
                scope={span * many > 1 ? "colgroup" : "col"}
                colSpan={span * many}
              >
                {member(answer.columns, column, depth)}
              </th>
            ) : null;
          })}
          {depth === 0 ? (
            <th
              className={many > 1 ? undefined : styles.ends}
              scope={many > 1 ? "colgroup" : "col"}
              colSpan={many}
              rowSpan={answer.columns.length}
            >
              {t("total")}
            </th>
          ) : null}
        </tr>
      ))}
      {many > 1 ? (
        <tr>
          {table.columns.map((column) => (
            <Fragment key={column.key}>{measures(column.key)}</Fragment>
          ))}
          {measures("total")}
        </tr>
      ) : null}
    </thead>
  );
}

function Figures({
  answer,
  cell,
  say,
  onOpen,
  member,
  total,
}: {
  answer: PivotAnswer;
  cell: PivotCell | undefined;
  say: Say;
  onOpen: (cell: PivotCell) => void;
  member: Member;
  total: boolean;
}) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  return answer.measures.map((measure, at) => {
    if (!cell)
      return (
        <td key={measure.key} className={styles.number} data-total={total || undefined}>
          <span className={styles.hint}>–</span>
        </td>
      );
    const of = [
      ...cell.row.map((_, axis) => member(answer.rows, { key: "", places: cell.row }, axis)),
      ...cell.column.map((_, axis) => member(answer.columns, { key: "", places: cell.column }, axis)),
    ].join(" · ");
    return (
      <td key={measure.key} className={styles.number} data-total={total || undefined}>
        <button
          type="button"
          className={styles.cell}
          aria-label={`${t("open", { name: `${of || t("all")} · ${label(measure.label)}` })} ${say(measure, cell.values[at])}`}
          onClick={() => onOpen(cell)}
        >
          {say(measure, cell.values[at])}
        </button>
        {answer.compared ? <Moved say={say} change={cell.change?.[at]} /> : null}
      </td>
    );
  });
}
