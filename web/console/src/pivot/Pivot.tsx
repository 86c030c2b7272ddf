// 交叉分析: any figure by any dimensions. The question lies in the address; the answer is the server's.
import { ClearOutlined, DownloadOutlined, SwapOutlined, TableOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Segmented, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  type Page as ListPage,
  type PivotAnswer,
  type PivotCatalogue,
  type PivotCell,
  type Segment,
  useAsk,
  useGet,
} from "../api";
import { Empty, ErrorState, Page, Panel, save, useFormat, useLabel, useQueryState } from "../kit";
import { Building } from "../segments/Building";
import { usePhone } from "../theme/width";
import { CellDrawer } from "./CellDrawer";
import { Choices } from "./Choices";
import { type Desk, DeskContext, type Held, useDesk } from "./desk";
import { Fields } from "./Fields";
import { Grid } from "./Grid";
import { type Kind, Picture, suited } from "./Picture";
import styles from "./Pivot.module.css";
import * as question from "./question";
import { Shelves } from "./Shelves";
import { type Say, useSay } from "./say";
import { sheet } from "./table";

export default function Pivot() {
  const { t } = useTranslation(["pivot", "app"]);
  const catalogue = useGet<PivotCatalogue>("/pivot");
  const segments = useGet<ListPage<Segment>>("/segments", { limit: 200 });
  const failed = [catalogue, segments].find((query) => query.error && !query.data);
  if (failed)
    return (
      <Page title={t("app:page.pivot")}>
        {failed.error?.status === 503 ? (
          <Building />
        ) : (
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        )}
      </Page>
    );
  if (!catalogue.data || !segments.data)
    return (
      <Page title={t("app:page.pivot")} sentence={null}>
        <Panel>
          <Skeleton active paragraph={{ rows: 8 }} />
        </Panel>
      </Page>
    );
  if (!catalogue.data.subjects.some(({ dimensions }) => dimensions.length > 0))
    return (
      <Page title={t("app:page.pivot")}>
        <Panel>
          <Empty
            icon={<TableOutlined />}
            title={t("noData")}
            text={t("noDataText")}
            action={
              <Link to="/imports">
                <Button type="primary">{t("importFirst")}</Button>
              </Link>
            }
          />
        </Panel>
      </Page>
    );
  return <Laid catalogue={catalogue.data} segments={segments.data.items} />;
}

function Laid({ catalogue, segments }: { catalogue: PivotCatalogue; segments: Segment[] }) {
  const { t } = useTranslation(["pivot", "app"]);
  const { message } = App.useApp();
  const phone = usePhone();
  const { query, set: put } = useQueryState();
  const layout = useMemo(() => question.read(query, catalogue), [query, catalogue]);
  const subject = catalogue.subjects.find(({ key }) => key === layout.subject);
  const [dragged, drag] = useState<Held | null>(null);
  const asked = useMemo(() => question.ask(layout, catalogue, segments), [layout, catalogue, segments]);
  const answer = useAsk<PivotAnswer>("/pivot", asked, { enabled: asked !== null });
  const say = useSay(answer.data?.currency ?? catalogue.currency);
  if (!subject) return null;
  const set: Desk["set"] = (next) => {
    if (next) put(question.write(next));
  };
  const drop: Desk["drop"] = (shelf, place, given) => {
    const held = given ?? dragged;
    drag(null);
    if (!held || (held.kind === "measure") !== (shelf === "values")) return;
    const next =
      shelf === "values"
        ? question.measure(layout, held.key, place, catalogue.limits.measures)
        : question.lay(layout, held.key, shelf, place, catalogue.limits);
    if (!next)
      message.info(
        t("full", { shelf: t(shelf), n: shelf === "values" ? catalogue.limits.measures : catalogue.limits[shelf] }),
      );
    set(next);
  };
  const desk: Desk = { catalogue, subject, layout, set, dragged, drag, drop };
  return (
    <DeskContext.Provider value={desk}>
      <Page
        title={t("app:page.pivot")}
        sentence={answer.data ? <Said answer={answer.data} say={say} /> : answer.error ? undefined : null}
        actions={
          <>
            <Button
              icon={<SwapOutlined />}
              disabled={layout.rows.length > catalogue.limits.columns}
              onClick={() => set({ ...layout, rows: layout.columns, columns: layout.rows })}
            >
              {t("swap")}
            </Button>
            <Button
              icon={<ClearOutlined />}
              onClick={() => set({ ...layout, ...question.opening(subject), within: [] })}
            >
              {t("clear")}
            </Button>
            <Export answer={answer.data} />
          </>
        }
      >
        <Panel>
          <Choices segments={segments} compared={answer.data?.compared ?? null} />
          <Shelves />
        </Panel>
        <div className={styles.page}>
          {phone ? null : (
            <aside className={styles.side} aria-label={t("fields")}>
              <Panel title={t("fields")} hint={t("fieldsHint")}>
                <Fields />
              </Panel>
            </aside>
          )}
          <div className={styles.main}>
            {answer.error ? (
              answer.error.status === 503 && answer.error.code !== "question_too_long" ? (
                <Building />
              ) : (
                <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
              )
            ) : null}
            {!answer.data && !answer.error ? (
              <Panel>
                <Skeleton active paragraph={{ rows: 10 }} />
              </Panel>
            ) : null}
            {answer.data && !answer.error ? (
              <Shown
                answer={answer.data}
                say={say}
                busy={answer.isPlaceholderData}
                view={query.view}
                onView={(view) => put({ view })}
              />
            ) : null}
          </div>
        </div>
      </Page>
    </DeskContext.Provider>
  );
}

/** The one sentence: what was counted, how much of it, and how it moved. */
function Said({ answer, say }: { answer: PivotAnswer; say: Say }) {
  const { t } = useTranslation("pivot");
  const f = useFormat();
  const label = useLabel();
  const { subject } = useDesk();
  const days = (period: { from: string; to: string }) => `${period.from} – ${period.to}`;
  const change = answer.total.change?.[0];
  const moved =
    answer.compared && change !== null && change !== undefined
      ? t("moved", {
          days: days(answer.compared),
          change: change === 0 ? t("level") : t(change > 0 ? "higher" : "lower", { size: say.size(change) }),
        })
      : "";
  const what = label(subject.label);
  return (
    <>
      {t("sentence", {
        what: answer.period ? t("ofPeriod", { what, days: days(answer.period) }) : what,
        figure: answer.measures
          .map((measure, at) =>
            t("figure", { measure: label(measure.label), value: say(measure, answer.total.values[at]) }),
          )
          .slice(0, moved ? 1 : 3)
          .join(t("join")),
        moved,
      })}{" "}
      <span className={styles.hint}>{t("asOf", { time: f.instant(answer.at, true) })}</span>
    </>
  );
}

interface ShownProps {
  answer: PivotAnswer;
  say: Say;
  busy: boolean;
  view: string | undefined;
  onView: (view: string) => void;
}

const KINDS = ["bar", "line", "heat", "none"] as const;

function Shown({ answer, say, busy, view, onView }: ShownProps) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  // A cell belongs to its answer: what is laid out anew closes it.
  const [opened, setOpened] = useState<{ answer: PivotAnswer; cell: PivotCell } | null>(null);
  const cell = opened?.answer === answer ? opened.cell : null;
  const kind: Kind = KINDS.find((one) => one === view) ?? suited(answer);
  const axes = [...answer.rows, ...answer.columns].map((axis) => label(axis.label)).join(" × ");
  const measures = answer.measures.map((measure) => label(measure.label)).join(t("join"));
  const name = axes ? t("tableOf", { measures, axes }) : measures;
  return (
    <div className={styles.shown} data-busy={busy || undefined} aria-busy={busy}>
      {question.nothing(answer) ? (
        <Panel>
          <Empty icon={<TableOutlined />} title={t("empty")} text={t("emptyText")} />
        </Panel>
      ) : (
        <>
          {axes ? (
            <Panel
              title={t("pictureOf", { measure: label(answer.measures[0]?.label), axes })}
              extra={
                <Segmented<Kind>
                  aria-label={t("picture")}
                  value={kind}
                  options={KINDS.map((value) => ({ value, label: t(`pictures.${value}`) }))}
                  onChange={onView}
                />
              }
            >
              {kind === "none" ? null : <Picture answer={answer} kind={kind} say={say} />}
            </Panel>
          ) : null}
          <Panel title={t("table")}>
            <Grid answer={answer} name={name} say={say} onOpen={(cell) => setOpened({ answer, cell })} />
          </Panel>
        </>
      )}
      <CellDrawer answer={answer} cell={cell} say={say} onClose={() => setOpened(null)} />
    </div>
  );
}

function Export({ answer }: { answer: PivotAnswer | undefined }) {
  const { t } = useTranslation("pivot");
  const f = useFormat();
  const label = useLabel();
  const rows = () =>
    answer
      ? sheet(answer, {
          name: (words) => label(words) || t("unknown"),
          total: t("total"),
          before: (measure) => t("before", { measure }),
        })
      : [];
  const file = () => `${t("file")} ${f.day(answer?.at)}`;
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: (["csv", "xlsx"] as const).map((kind) => ({
          key: kind,
          label: t(kind),
          onClick: () => save(kind, file(), rows()),
        })),
      }}
    >
      <Button icon={<DownloadOutlined />} disabled={!answer}>
        {t("export")}
      </Button>
    </Dropdown>
  );
}
