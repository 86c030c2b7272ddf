// 导出: every file of a segment that was asked for lately, how far it is, and the way to fetch it or be rid of it.
import { DownloadOutlined, ExportOutlined } from "@ant-design/icons";
import { App, Button, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Field, type Page as Pages, post, remove, type SegmentExport, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import { type Column, DataList, Empty, Forbidden, Instant, Page, Panel, useConfirm, useFormat } from "../kit";
import styles from "./Exports.module.css";
import { isOver, useExport } from "./live";
import { Along, fileOf } from "./Watched";

const LIST = "/segments/exports";
const tones: Record<SegmentExport["state"], string | undefined> = {
  waiting: undefined,
  running: "processing",
  finished: "success",
  failed: "error",
  stopped: undefined,
  gone: undefined,
};

export default function Exports() {
  const { t } = useTranslation(["exports", "app"]);
  const can = useCan();
  const allowed = can("customers.export");
  const latest = useGet<Pages<SegmentExport>>(LIST, {}, { enabled: allowed });
  const moving = latest.data?.items.filter((one) => !isOver(one)).length ?? 0;
  const columns = useColumns();
  return (
    <Page title={t("app:page.exports")} sentence={moving > 0 ? t("busy", { count: moving }) : t("sentence")}>
      {allowed ? (
        <Panel title={t("history")} flush>
          <DataList<SegmentExport>
            id="exports"
            path={LIST}
            columns={columns}
            rowKey={(one) => one.id}
            permission="customers.export"
            every={moving > 0 ? 5000 : false}
            empty={
              <Empty
                icon={<ExportOutlined />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={
                  <Link to="/segments">
                    <Button type="primary" tabIndex={-1}>
                      {t("toSegments")}
                    </Button>
                  </Link>
                }
              />
            }
          />
        </Panel>
      ) : (
        <Forbidden permission="customers.export" />
      )}
    </Page>
  );
}

function useColumns(): Column<SegmentExport>[] {
  const { t } = useTranslation(["exports", "common"]);
  const f = useFormat();
  return [
    {
      key: "segment",
      title: t("segment"),
      width: 170,
      phone: "title",
      render: (one) => <Link to={`/segments/${one.segment.id}`}>{one.segment.name}</Link>,
    },
    { key: "state", title: t("common:state"), width: 200, phone: "line", render: (one) => <Standing given={one} /> },
    { key: "format", title: t("format"), width: 150, phone: "line", render: (one) => <Kind one={one} /> },
    {
      key: "people",
      title: t("people"),
      width: 80,
      align: "right",
      render: (one) => (one.total > 0 ? f.count(one.total) : "–"),
    },
    {
      key: "size",
      title: t("size"),
      width: 80,
      align: "right",
      phone: "side",
      render: (one) => (one.bytes === null ? "–" : f.bytes(one.bytes)),
    },
    {
      key: "when",
      title: t("when"),
      width: 120,
      phone: "line",
      render: (one) => (
        <span className={styles.kind}>
          {one.created_by || "–"}
          <span className={styles.quiet}>
            <Instant at={one.created_at} ago />
          </span>
        </span>
      ),
    },
    { key: "until", title: t("until"), width: 140, phone: "line", render: (one) => <Instant at={one.until} /> },
    { key: "deeds", title: "", width: 170, align: "right", deeds: true, render: (one) => <Deeds one={one} /> },
  ];
}

/** How far it is: told live while it is being made. */
function Standing({ given }: { given: SegmentExport }) {
  const { t } = useTranslation("exports");
  const one = useExport(given);
  if (!isOver(one)) return <Along one={one} />;
  return (
    <span>
      <Tag color={tones[one.state]} variant="filled">
        {t(`state.${one.state}`)}
      </Tag>
      {one.problem ? <span className={styles.why}>{one.problem}</span> : null}
    </span>
  );
}

function Kind({ one }: { one: SegmentExport }) {
  const { t } = useTranslation(["exports", "customers"]);
  const fields = useGet<Pages<Field>>("/fields", { limit: 200 });
  const name = (key: string) =>
    key.startsWith("field:")
      ? (fields.data?.items.find((field) => `field:${field.key}` === key)?.name ?? key.slice(6))
      : t(`customers:column.${key as "nick"}`, { defaultValue: key });
  return (
    <span className={styles.kind}>
      {t(`formats.${one.format}`)}
      <Tooltip title={one.columns.map(name).join(" · ")}>
        <span className={styles.quiet}>{t("columns", { count: one.columns.length })}</span>
      </Tooltip>
      {one.revealed ? (
        <Tooltip title={t("revealedHint")}>
          <Tag color="warning" variant="filled">
            {t("revealed")}
          </Tag>
        </Tooltip>
      ) : null}
    </span>
  );
}

function Deeds({ one }: { one: SegmentExport }) {
  const { t } = useTranslation("exports");
  const { message } = App.useApp();
  const can = useCan();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const over = isOver(one);
  const ready = one.state === "finished";
  const drop = () =>
    confirm({
      title: t(over ? "dropAsk" : "stopAsk", { name: one.segment.name }),
      text: t(over ? "dropText" : "stopText"),
      verb: t(over ? "drop" : "stop"),
      danger: true,
      run: async () => {
        await remove(`${LIST}/${one.id}`);
        await refresh(LIST);
        message.success(t(over ? "dropped" : "stopped"));
      },
    });
  const again = async () => {
    try {
      const { format, columns, revealed } = one;
      await post(`/segments/${one.segment.id}/exports`, { format, columns, reveal: revealed });
      await refresh(LIST);
      message.success(t("ordered"));
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <span className={styles.deeds}>
      {ready ? (
        <Button size="small" type="primary" icon={<DownloadOutlined />} href={fileOf(one)} download>
          {t("download")}
        </Button>
      ) : null}
      {ready || !over ? (
        <Button size="small" type="text" danger={ready} onClick={drop}>
          {t(ready ? "drop" : "stop")}
        </Button>
      ) : null}
      {over && !ready && (!one.revealed || can("customers.reveal")) ? (
        <Button size="small" onClick={() => void again()}>
          {t("again")}
        </Button>
      ) : null}
    </span>
  );
}
