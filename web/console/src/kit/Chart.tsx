// A picture with its table behind it. The picture is drawn by ECharts on a canvas, loaded only where a page has one;
// the table is what assistive technology reads and what anybody may switch to. Tooltips are built as elements, because
// the page's content policy forbids inline style attributes, and so are never HTML text.
import { LineChartOutlined, TableOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { lazy, type ReactNode, Suspense, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Save } from "./Canvas";
import styles from "./Chart.module.css";
import type { ChartOption } from "./echarts";
import { Empty } from "./States";
import { Take } from "./Take";

const Canvas = lazy(() => import("./Canvas"));

export interface Behind {
  columns: string[];
  rows: (string | number)[][];
  /** The same rows for a file, where numbers are numbers. */
  plain?: (string | number)[][];
  /** Opens what is behind a row. */
  open?: (row: number) => void;
}

interface Props {
  /** What the picture says, for those who do not see it; also the file name of an export. */
  name: string;
  /** Missing while loading. */
  option?: ChartOption;
  table?: Behind;
  height?: number;
  empty?: boolean;
  emptyText?: ReactNode;
  /** A heading beside the picture's buttons. */
  head?: ReactNode;
  onClick?: (event: { name: string; dataIndex: number; seriesName?: string; data: unknown }) => void;
  /** No buttons, for small pictures. */
  bare?: boolean;
}

export function Chart({
  name,
  option,
  table,
  height = 280,
  empty = false,
  emptyText,
  head,
  onClick,
  bare = false,
}: Props) {
  const { t } = useTranslation("kit");
  const [asTable, setAsTable] = useState(false);
  const save = useRef<Save>(null);
  const id = useId();
  const waiting = <div className={styles.waiting} style={{ height }} role="status" aria-label={t("loading")} />;
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <div className={bare ? "unseen" : styles.head}>
        <figcaption id={id} className={head ? styles.caption : "unseen"}>
          {head ?? name}
        </figcaption>
        {bare || !table || empty ? null : (
          <Buttons
            name={name}
            table={table}
            asTable={asTable}
            turn={() => setAsTable(!asTable)}
            keep={(kind) => save.current?.(kind, name)}
          />
        )}
      </div>
      {empty ? (
        <div className={styles.nothing} style={{ minHeight: height }}>
          <Empty small title={t("chartEmpty")} text={emptyText} />
        </div>
      ) : null}
      {!empty && !asTable ? (
        option ? (
          <Suspense fallback={waiting}>
            <Canvas option={option} height={height} save={save} onClick={onClick} />
          </Suspense>
        ) : (
          waiting
        )
      ) : null}
      {!empty && table ? <Rows table={table} name={name} height={asTable ? height : null} /> : null}
    </figure>
  );
}

interface ButtonsProps {
  name: string;
  table: Behind;
  asTable: boolean;
  turn: () => void;
  keep: (kind: "png" | "svg") => void;
}

function Buttons({ name, table, asTable, turn, keep }: ButtonsProps) {
  const { t } = useTranslation("kit");
  return (
    <div className={styles.buttons}>
      <Tooltip title={asTable ? t("chartPicture") : t("chartTable")}>
        <Button
          type="text"
          size="small"
          aria-pressed={asTable}
          aria-label={t("chartTable")}
          icon={asTable ? <LineChartOutlined /> : <TableOutlined />}
          onClick={turn}
        />
      </Tooltip>
      <Take name={name} table={table} keep={asTable ? undefined : keep} />
    </div>
  );
}

/** The table behind a picture: unseen but read aloud, or in the picture's place at its height. */
function Rows({ table, name, height }: { table: Behind; name: string; height: number | null }) {
  return (
    <section
      className={height === null ? "unseen" : styles.table}
      style={height === null ? undefined : { maxHeight: height }}
      tabIndex={height === null ? undefined : 0}
      aria-label={name}
    >
      <table>
        <caption className="unseen">{name}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={table.columns[index]} scope="row">
                    {table.open && height !== null ? (
                      <button type="button" className={styles.open} onClick={() => table.open?.(at)}>
                        {cell}
                      </button>
                    ) : (
                      cell
                    )}
                  </th>
                ) : (
                  <td key={table.columns[index]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
