// SQL 查询: tables and columns on the left, the question and its answer on the right.
import {
  CaretRightOutlined,
  DownloadOutlined,
  FolderOpenOutlined,
  SaveOutlined,
  StopOutlined,
} from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input, Skeleton } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  ask,
  fetchFile,
  Problem,
  post,
  put,
  remove,
  type SavedQuestion,
  type SqlAnswer,
  type SqlChart,
  useRefresh,
} from "../api";
import { Empty, ErrorState, FormDrawer, Page, Panel, SideDrawer } from "../kit";
import { Answer } from "./Answer";
import { Editor } from "./Editor";
import { Kept } from "./Kept";
import styles from "./Sql.module.css";
import { Tables } from "./Tables";

const examples = {
  provinces:
    "select province, count(*) as customers\nfrom customers\ngroup by province\norder by customers desc\nlimit 20",
  months:
    "select date_trunc('month', at) as month, sum(amount) as amount\nfrom facts\nwhere kind = 'paid'\ngroup by month\norder by month",
  segments: "select name, size\nfrom segments\norder by size desc",
};

/** A name for the running question, so that it can be stopped. */
const name = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");

export default function Sql() {
  const { t } = useTranslation(["sql", "app"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const field = useRef<HTMLTextAreaElement>(null);
  const [sql, setSql] = useState("");
  const [chart, setChart] = useState<SqlChart>({ kind: "none" });
  const [answer, setAnswer] = useState<SqlAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [open, setOpen] = useState<"kept" | "keep" | "tables" | null>(null);
  const [kept, setKept] = useState<SavedQuestion | null>(null);

  const run = async (text = sql) => {
    if (running || !text.trim()) return;
    const mine = name();
    setRunning(mine);
    setError(null);
    try {
      setAnswer(await ask<SqlAnswer>("/sql", { method: "POST", body: { sql: text, name: mine }, question: true }));
    } catch (refused) {
      if (refused instanceof Problem && refused.code === "sql_cancelled") message.info(t("stopped"));
      else setError(refused);
    } finally {
      setRunning(null);
    }
  };
  const stop = () => void remove(`/sql/running/${running}`).catch(() => undefined);
  const begin = (text: string, drawing: SqlChart = { kind: "none" }) => {
    setSql(text);
    setChart(drawing);
    void run(text);
  };
  const write = (word: string) => {
    const at = field.current;
    const [from, to] = at ? [at.selectionStart, at.selectionEnd] : [sql.length, sql.length];
    const gap = from > 0 && !/[\s(.,]$/.test(sql.slice(0, from)) ? " " : "";
    setSql(sql.slice(0, from) + gap + word + sql.slice(to));
    setOpen(null);
    at?.focus();
  };
  const file = async (format: "csv" | "parquet") => {
    message.info(t("filing"));
    try {
      await fetchFile("/sql/export", { sql, format }, `answer.${format}`);
    } catch (refused) {
      setError(refused);
    }
  };
  const keep = async ({ name }: { name: string }) => {
    const body = { name, sql, chart };
    const mine = kept?.mine ? kept : null;
    setKept(
      await (mine
        ? put<SavedQuestion>(`/sql/questions/${mine.id}`, body)
        : post<SavedQuestion>("/sql/questions", body)),
    );
    await refresh("/sql/questions");
    message.success(t("keptDone"));
  };
  const files = (["csv", "parquet"] as const).map((key) => ({ key, label: t(key), onClick: () => void file(key) }));
  const actions = (
    <>
      <Button className={styles.phone} onClick={() => setOpen("tables")}>
        {t("showTables")}
      </Button>
      <Button icon={<FolderOpenOutlined />} onClick={() => setOpen("kept")}>
        {t("kept")}
      </Button>
    </>
  );
  return (
    <Page title={t("app:page.sql")} sentence={t("sentence")} actions={actions}>
      <div className={styles.page}>
        <aside className={styles.side} aria-label={t("tables")}>
          <Panel title={t("tables")} hint={t("tablesHint")}>
            <Tables write={write} />
          </Panel>
        </aside>
        <div className={styles.main}>
          <Panel
            title={kept?.name ?? t("editor")}
            hint={<span className={styles.keys}>{t("editorHint")}</span>}
            extra={
              <span className={styles.choices}>
                <Button icon={<SaveOutlined />} disabled={!sql.trim()} onClick={() => setOpen("keep")}>
                  {t("keep")}
                </Button>
                <Dropdown trigger={["click"]} menu={{ items: files }} disabled={!sql.trim()}>
                  <Button icon={<DownloadOutlined />}>{t("file")}</Button>
                </Dropdown>
                {running ? (
                  <Button danger icon={<StopOutlined />} onClick={stop}>
                    {t("stop")}
                  </Button>
                ) : (
                  <Button
                    type="primary"
                    icon={<CaretRightOutlined />}
                    disabled={!sql.trim()}
                    onClick={() => void run()}
                  >
                    {t("run")}
                  </Button>
                )}
              </span>
            }
          >
            <Editor ref={field} value={sql} onChange={setSql} onRun={() => void run()} />
          </Panel>
          <Panel>
            {running ? (
              <Skeleton active paragraph={{ rows: 6 }} />
            ) : error ? (
              <ErrorState error={error} small title={t("refused")} />
            ) : answer ? (
              <Answer answer={answer} chart={chart} onChart={setChart} />
            ) : (
              <Empty
                title={t("start")}
                text={t("startText")}
                action={
                  <span className={styles.choices}>
                    {(Object.keys(examples) as (keyof typeof examples)[]).map((key) => (
                      <Button key={key} onClick={() => begin(examples[key])}>
                        {t(`example.${key}`)}
                      </Button>
                    ))}
                  </span>
                }
              />
            )}
          </Panel>
        </div>
      </div>
      <Kept
        open={open === "kept"}
        onClose={() => setOpen(null)}
        onPick={(one) => {
          setKept(one);
          setOpen(null);
          begin(one.sql, one.chart?.kind ? one.chart : { kind: "none" });
        }}
      />
      <SideDrawer open={open === "tables"} onClose={() => setOpen(null)} title={t("tables")}>
        <Tables write={write} />
      </SideDrawer>
      <FormDrawer<{ name: string }>
        open={open === "keep"}
        onClose={() => setOpen(null)}
        title={t(kept?.mine ? "change" : "keepAs")}
        initial={{ name: kept?.mine ? kept.name : "" }}
        save={keep}
      >
        <Form.Item
          name="name"
          label={t("name")}
          rules={[{ required: true, whitespace: true, message: t("nameNeeded") }]}
        >
          <Input maxLength={80} />
        </Form.Item>
      </FormDrawer>
    </Page>
  );
}
