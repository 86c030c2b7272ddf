// A cursor-paged list. At the desk a table with a header that stays, columns that are chosen and remembered, and
// selection; on a phone, cards of the few columns that matter. Loading, empty, no match, error and no permission are
// all here, so that no page designs them again.
import { Button, Skeleton, Table, type TableColumnsType } from "antd";
import { type Key, type MouseEvent, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Params, type Permission, usePages } from "../api";
import { useCan } from "../app/session";
import { usePhone } from "../theme/width";
import { ColumnChooser, useColumns } from "./ColumnChooser";
import styles from "./DataList.module.css";
import { More } from "./More";
import { SelectAll } from "./SelectAll";
import { Empty, ErrorState, Forbidden, NoMatch } from "./States";
import { useFormat } from "./useFormat";

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  width?: number;
  align?: "right" | "center";
  /** Hidden until chosen. */
  hidden?: boolean;
  fixed?: "start" | "end";
  /** Where it goes on a phone's card; left out when absent. */
  phone?: "title" | "side" | "line";
  /** Buttons that act on the row: a click beside them does not open it, and on a phone they stand at the card's foot. */
  deeds?: boolean;
}

interface Props<T> {
  /** Names the list in this browser's memory of chosen columns. */
  id: string;
  path: string;
  params?: Params;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** Opens the row: the first column becomes its button, and the whole row answers a click. */
  onOpen?: (row: T) => void;
  /** The row that is open at the side. */
  openKey?: string | null;
  /** What to show when there is nothing at all. */
  empty?: ReactNode;
  /** Whether filters are on: then nothing means "no match". */
  filtered?: boolean;
  onClear?: () => void;
  permission?: Permission;
  selected?: string[];
  onSelect?: (keys: string[]) => void;
  /** Buttons that act on the selection. */
  bulk?: ReactNode;
  toolbar?: ReactNode;
  /** Ask again every so many milliseconds; by the rows that are shown, when that depends on them. */
  every?: number | false | ((rows: T[]) => number | false);
  /** Chosen columns from outside (a saved view); both or neither. */
  chosen?: string[];
  onChoose?: (keys: string[]) => void;
  expand?: (row: T) => ReactNode;
}

export function DataList<T extends object>(props: Props<T>) {
  const can = useCan();
  if (props.permission && !can(props.permission)) return <Forbidden permission={props.permission} />;
  return <Allowed {...props} />;
}

function Allowed<T extends object>(props: Props<T>) {
  const { id, path, params, columns, empty, filtered, onClear, toolbar, bulk, selected, onSelect, every } = props;
  const { t } = useTranslation("kit");
  const f = useFormat();
  const phone = usePhone();
  const pages = usePages<T>(path, params, { every });
  const { shown, chosen, choose } = useColumns(id, columns, props.chosen, props.onChoose);
  const rows = pages.rows;
  const many = selected?.length ?? 0;

  let body: ReactNode;
  if (pages.error && !rows) body = <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  else if (rows?.length === 0) body = filtered ? <NoMatch onClear={onClear} /> : (empty ?? <Empty />);
  else if (phone) body = <Cards {...props} rows={rows} />;
  else body = <Grid {...props} shown={shown} rows={rows} busy={pages.isPlaceholderData} />;

  return (
    <div className={styles.list}>
      {toolbar || many > 0 || columns.some((c) => c.hidden) ? (
        <div className={styles.tools}>
          {many > 0 ? (
            <div className={styles.bulk}>
              <strong>{t("selected", { count: many })}</strong>
              {bulk}
              <Button type="text" onClick={() => onSelect?.([])}>
                {t("unselect")}
              </Button>
            </div>
          ) : (
            <div className={styles.toolbar}>{toolbar}</div>
          )}
          {phone ? null : <ColumnChooser columns={columns} chosen={chosen} choose={choose} />}
        </div>
      ) : null}
      {body}
      {rows && (rows.length > 20 || pages.hasNextPage) ? (
        <More
          more={pages.hasNextPage}
          busy={pages.isFetchingNextPage}
          load={() => void pages.fetchNextPage()}
          end={t("end", { count: rows.length, value: f.count(rows.length) })}
        />
      ) : null}
      <span className="unseen" aria-live="polite">
        {rows && !pages.isFetching ? t("end", { count: rows.length }) : ""}
      </span>
    </div>
  );
}

const apart = (event: MouseEvent) => event.stopPropagation();

function Grid<T extends object>({
  shown,
  rows,
  rowKey,
  onOpen,
  openKey,
  selected,
  onSelect,
  busy,
  expand,
}: Props<T> & { shown: Column<T>[]; rows: T[] | undefined; busy: boolean }) {
  const { t } = useTranslation("kit");
  const table: TableColumnsType<T> = useMemo(
    () =>
      shown.map((column, index) => ({
        key: column.key,
        title: column.title || <span className="unseen">{t("actions")}</span>,
        width: column.width,
        align: column.align,
        fixed: column.fixed,
        onCell: () => (column.deeds ? { onClick: apart } : {}),
        render: (_: unknown, row: T) =>
          index === 0 && onOpen ? (
            <button
              type="button"
              className={styles.open}
              onClick={(event) => {
                event.stopPropagation();
                onOpen(row);
              }}
            >
              {column.render(row)}
            </button>
          ) : (
            column.render(row)
          ),
      })),
    [shown, onOpen, t],
  );
  const width = shown.reduce((sum, column) => sum + (column.width ?? 160), onSelect ? 48 : 0);
  if (!rows) return <Waiting columns={shown} />;
  return (
    <Table<T>
      className={busy ? `${styles.table} ${styles.busy}` : styles.table}
      rowKey={rowKey}
      columns={table}
      dataSource={rows}
      pagination={false}
      sticky={{ offsetHeader: 64 }}
      scroll={{ x: width }}
      size="middle"
      rowSelection={
        onSelect
          ? {
              selectedRowKeys: selected ?? [],
              onChange: (keys: Key[]) => onSelect(keys.map(String)),
              columnWidth: 48,
              columnTitle: (box) => <SelectAll>{box}</SelectAll>,
              preserveSelectedRowKeys: true,
            }
          : undefined
      }
      expandable={expand ? { expandedRowRender: expand } : undefined}
      rowClassName={(row) =>
        [onOpen ? styles.clickable : "", openKey && rowKey(row) === openKey ? styles.current : ""].join(" ")
      }
      onRow={(row) => ({ onClick: onOpen ? () => onOpen(row) : undefined })}
    />
  );
}

/** The same header and as many bars, so that nothing jumps when the rows arrive. */
function Waiting<T extends object>({ columns }: { columns: Column<T>[] }) {
  const { t } = useTranslation("kit");
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8"];
  return (
    <div role="status" aria-label={t("loading")}>
      <Table<{ key: string }>
        className={styles.table}
        size="middle"
        pagination={false}
        dataSource={keys.map((key) => ({ key }))}
        scroll={{ x: columns.reduce((sum, column) => sum + (column.width ?? 160), 0) }}
        columns={columns.map((column) => ({
          key: column.key,
          title: column.title || <span className="unseen">{t("actions")}</span>,
          width: column.width,
          align: column.align,
          render: () => <Skeleton.Input active size="small" className={styles.bar} />,
        }))}
      />
    </div>
  );
}

function Cards<T extends object>({ columns, rows, rowKey, onOpen }: Props<T> & { rows: T[] | undefined }) {
  const { t } = useTranslation("kit");
  const title = columns.find((c) => c.phone === "title") ?? columns[0];
  const side = columns.find((c) => c.phone === "side");
  const lines = columns.filter((c) => c.phone === "line");
  const deeds = columns.filter((c) => c.deeds);
  if (!rows)
    return (
      <div className={styles.cards} role="status" aria-label={t("loading")}>
        {["1", "2", "3", "4"].map((key) => (
          <div key={key} className={styles.card}>
            <Skeleton active title={{ width: "50%" }} paragraph={{ rows: 1 }} />
          </div>
        ))}
      </div>
    );
  return (
    <ul className={styles.cards}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={styles.card}>
          <div className={styles.cardTop}>
            {onOpen ? (
              <button type="button" className={`${styles.open} ${styles.cover}`} onClick={() => onOpen(row)}>
                {title?.render(row)}
              </button>
            ) : (
              <span className={styles.cardTitle}>{title?.render(row)}</span>
            )}
            {side ? <span className={styles.cardSide}>{side.render(row)}</span> : null}
          </div>
          {lines.length > 0 ? (
            <dl className={styles.lines}>
              {lines.map((column) => (
                <div key={column.key} className={styles.line}>
                  <dt>{column.title}</dt>
                  <dd>{column.render(row)}</dd>
                </div>
              ))}
            </dl>
          ) : null}
          {deeds.map((column) => {
            const shown = column.render(row);
            return shown ? (
              <div key={column.key} className={styles.deeds}>
                {shown}
              </div>
            ) : null;
          })}
        </li>
      ))}
    </ul>
  );
}
