// One import: what was recognised, how far it is, what came of it, what was refused and how to mend it.
import { LeftOutlined, ReloadOutlined } from "@ant-design/icons";
import { App, Button, Progress, Skeleton, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { type Import as Data, type Problem, post, useChange, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { ErrorState, Page, Panel, useConfirm, useFormat } from "../kit";
import { Counts } from "./Counts";
import { tones } from "./Imports";
import styles from "./Imports.module.css";
import { moving, useImport } from "./live";
import { Mapping, ShopChoice } from "./Mapping";
import { Refused } from "./Refused";
import { total } from "./total";

export default function ImportPage() {
  const { t } = useTranslation(["imports", "app"]);
  const { id = "" } = useParams();
  const keep = useKeepShops();
  const query = useImport(id);
  const say = useSentence();
  const data = query.data;
  return (
    <div>
      <Link to={keep("/imports")} className={styles.back}>
        <LeftOutlined aria-hidden /> {t("back")}
      </Link>
      <Page
        title={data?.file_name ?? t("app:page.import")}
        sentence={data ? say(data) : query.error ? undefined : null}
        actions={data ? <Actions data={data} /> : null}
      >
        {data ? (
          <Whole data={data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Panel>
            <Skeleton active paragraph={{ rows: 8 }} />
          </Panel>
        )}
      </Page>
    </div>
  );
}

/** Whether it is a table whose columns somebody must explain, and no known report. */
const unknown = (data: Data): boolean => !data.format || data.format.code.startsWith("table");

function useSentence(): (data: Data) => string {
  const { t } = useTranslation("imports");
  const f = useFormat();
  return (data) => {
    const sum = total(data.counts);
    const said = {
      rows: f.count(data.progress.rows),
      created: f.count(sum.created),
      changed: f.count(sum.changed),
      unchanged: f.count(sum.unchanged),
      refused: f.count(sum.refused),
    };
    switch (data.state) {
      case "waiting_mapping":
        return data.problem ?? t(unknown(data) ? "say.waiting" : "say.shop");
      case "queued":
        return t("say.queued");
      case "running": {
        const { seconds_left: left, rows_per_second: speed } = data.progress;
        if (left === null || speed === null) return t("say.runningStart");
        const time = left < 90 ? t("seconds", { count: left }) : t("minutes", { count: Math.round(left / 60) });
        return t("say.running", { rows: said.rows, speed: f.count(Math.round(speed)), left: time });
      }
      case "done":
        return t(data.dry_run ? "say.dry" : "say.done", said);
      case "failed":
        return t("say.failed", { problem: data.problem ?? "" });
      case "cancelled":
        return data.problem ?? t("say.cancelled");
    }
  };
}

function Actions({ data }: { data: Data }) {
  const { t } = useTranslation("imports");
  const can = useCan()("imports.write");
  const { message } = App.useApp();
  const f = useFormat();
  const confirm = useConfirm();
  const refresh = useRefresh();
  if (!can) return null;
  const sum = total(data.counts);
  if (moving(data.state) || data.state === "waiting_mapping")
    return (
      <Button
        onClick={() =>
          confirm({
            title: t("cancelAsk", { name: data.file_name }),
            text: t("cancelText", { rows: f.count(data.progress.rows) }),
            verb: t("cancel"),
            danger: true,
            run: async () => {
              await post(`/imports/${data.id}/cancel`);
              await refresh("/imports");
              message.success(t("cancelled"));
            },
          })
        }
      >
        {t("cancel")}
      </Button>
    );
  if (data.state === "done" && data.dry_run)
    return (
      <Button
        type="primary"
        onClick={() =>
          confirm({
            title: t("runAsk", { name: data.file_name }),
            text: t("runText", { created: f.count(sum.created), changed: f.count(sum.changed) }),
            verb: t("runNow"),
            run: async () => {
              await post(`/imports/${data.id}/start`, { dry_run: false });
              await refresh("/imports");
            },
          })
        }
      >
        {t("runNow")}
      </Button>
    );
  // A file that nobody could recognise is no better the second time.
  if (data.state === "failed" && data.file_kept && data.format) return <Again data={data} />;
  return null;
}

/** A failed import whose file is still there: it goes on, or begins anew when the file was at fault. */
function Again({ data }: { data: Data }) {
  const { t } = useTranslation("imports");
  const { message } = App.useApp();
  const again = useChange(() => post(`/imports/${data.id}/start`), ["/imports", "/jobs"]);
  return (
    <Button
      type="primary"
      icon={<ReloadOutlined />}
      loading={again.isPending}
      onClick={() => again.mutate(undefined, { onError: (problem: Problem) => void message.error(problem.message) })}
    >
      {t("again")}
    </Button>
  );
}

/** A known report whose shop is not: the one thing to say before it starts. */
function WhichShop({ data }: { data: Data }) {
  const { t } = useTranslation("imports");
  const { message } = App.useApp();
  const can = useCan()("imports.write");
  const refresh = useRefresh();
  const [shop, setShop] = useState<string | null>(data.shop_id);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      await post(`/imports/${data.id}/start`, { shop_id: shop });
      await refresh("/imports");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t("shop")}>
      <div className={styles.choices}>
        <ShopChoice value={shop} onChange={setShop} />
        {can ? (
          <Button type="primary" disabled={!shop} loading={busy} onClick={() => void start()}>
            {t("map.start")}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

function Whole({ data }: { data: Data }) {
  const { t } = useTranslation(["imports", "common"]);
  const f = useFormat();
  const keep = useKeepShops();
  const { bytes_done: done, bytes_total: all } = data.progress;
  const share = all > 0 ? Math.min(100, Math.round((100 * done) / all)) : 0;
  const sum = total(data.counts);
  return (
    <>
      <Panel>
        <div className={styles.recognised}>
          <Tag color={tones[data.state]} variant="filled">
            {t(`state.${data.state}`)}
          </Tag>
          {data.dry_run ? <Tag variant="filled">{t("dry")}</Tag> : null}
          {data.format ? (
            <span>
              {data.format.name}
              <span className={styles.quiet}>
                {" "}
                · {data.format.encoding} · {t(data.format.confidence)}
              </span>
            </span>
          ) : null}
          <span className={styles.quiet}>
            {f.bytes(data.size)} · {data.created_by} · {f.instant(data.created_at)}
          </span>
        </div>
        {moving(data.state) ? (
          <Progress
            className={styles.progress}
            percent={share}
            status="active"
            strokeColor="var(--ant-color-primary)"
            aria-label={t("progress")}
          />
        ) : null}
      </Panel>
      {data.state !== "waiting_mapping" ? null : data.preview && unknown(data) ? (
        <Mapping data={data} preview={data.preview} />
      ) : (
        <WhichShop data={data} />
      )}
      {data.state === "waiting_mapping" ? null : (
        <Panel title={t("counts")} hint={t("countsHint")}>
          <Counts counts={data.counts} />
        </Panel>
      )}
      {data.unknown_statuses.length > 0 ? (
        <Panel
          title={t("statuses")}
          hint={t("statusesHint")}
          extra={
            <Link to={keep("/orders?status=unknown")}>
              <Button size="small">{t("statusesLink")}</Button>
            </Link>
          }
        >
          <ul className={styles.statuses}>
            {data.unknown_statuses.map((one) => (
              <li key={one.status_raw}>
                <span>{one.status_raw}</span>
                <span className={styles.quiet}>{f.count(one.count)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {data.notes.length > 0 ? (
        <Panel title={t("notes")}>
          <ul className={styles.notes}>
            {data.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {sum.refused > 0 ? <Refused data={data} /> : null}
    </>
  );
}
