// 人群: every crowd that is kept, with its size now and how it moves.
import { AppstoreAddOutlined, PlusOutlined, UploadOutlined, UsergroupAddOutlined } from "@ant-design/icons";
import { Button, Tabs, Tag } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Page as ListPage, type Segment, useGet } from "../api";
import { useCan } from "../app/session";
import {
  type Column,
  DataList,
  Empty,
  FilterBar,
  Instant,
  Page,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";
import { usePhone } from "../theme/width";
import { Building } from "./Building";
import { useLiveSizes, withLive } from "./live";
import styles from "./Segments.module.css";
import { Moved, Size } from "./Size";
import { Trend } from "./Trend";
import { UploadDrawer } from "./UploadDrawer";

const TABS = ["all", "own", "automatic", "relationship", "recipe", "list"] as const;
type Tab = (typeof TABS)[number];
const asked: Record<Tab, Record<string, string>> = {
  all: {},
  own: { origin: "own", kind: "live" },
  automatic: { origin: "automatic" },
  relationship: { origin: "relationship" },
  recipe: { origin: "recipe" },
  list: { kind: "list" },
};

function useColumns(live: ReturnType<typeof useLiveSizes>): Column<Segment>[] {
  const { t } = useTranslation("segments");
  const label = useLabel();
  return useMemo(
    () => [
      {
        key: "name",
        title: t("column.name"),
        width: 340,
        phone: "title",
        render: (s) => (
          <span className={styles.who}>
            <span className={styles.name}>
              {s.name}
              {s.kind === "list" ? <Tag variant="filled">{t("kind.list")}</Tag> : null}
            </span>
            <span className={styles.sentence}>
              {s.state === "broken"
                ? t("stateText.broken")
                : s.sentence
                  ? label(s.sentence)
                  : s.note || t(`kindText.${s.kind}`)}
            </span>
          </span>
        ),
      },
      {
        key: "size",
        title: t("column.size"),
        width: 140,
        align: "right",
        phone: "side",
        render: (s) => <Size segment={withLive(s, live)} />,
      },
      { key: "trend", title: t("column.trend"), width: 136, render: (s) => <Trend id={s.id} /> },
      { key: "moved", title: t("column.moved"), width: 130, phone: "line", render: (s) => <Moved segment={s} /> },
      { key: "origin", title: t("column.origin"), width: 110, render: (s) => t(`origin.${s.origin}`) },
      { key: "uses", title: t("column.uses"), width: 150, render: (s) => <Uses segment={s} /> },
      { key: "updated", title: t("column.updated"), width: 110, render: (s) => <Instant at={s.updated_at} ago /> },
      {
        key: "by",
        title: t("column.by"),
        width: 100,
        hidden: true,
        render: (s) => s.created_by ?? t("system"),
      },
    ],
    [t, label, live],
  );
}

function Uses({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const [first, ...rest] = segment.uses;
  if (!first) return <span className={styles.quiet}>{t("unused")}</span>;
  return (
    <span className={styles.uses} title={segment.uses.map((use) => use.name).join("、")}>
      <span className={styles.clip}>{first.name}</span>
      {rest.length > 0 ? <span className={styles.quiet}>{t("usedMore", { count: rest.length })}</span> : null}
    </span>
  );
}

export default function Segments() {
  const { t } = useTranslation(["segments", "app"]);
  const f = useFormat();
  const can = useCan();
  const go = useNavigate();
  const phone = usePhone();
  const { query, set, clear } = useQueryState();
  const [uploading, setUploading] = useState(false);
  const live = useLiveSizes();
  const columns = useColumns(live);
  const all = useGet<ListPage<Segment>>("/segments", { limit: 200 }, { keep: true });
  const tab: Tab = TABS.find((one) => one === query.tab) ?? "all";
  const known = all.data?.items;
  const sum = (of: "entered_today" | "left_today") => known?.reduce((total, one) => total + one[of], 0) ?? 0;
  const lists = known?.filter((one) => one.kind === "list").length ?? 0;
  const sentence = known
    ? known.length === 0
      ? undefined
      : t(lists > 0 ? "sentenceLists" : "sentence", {
          count: known.length - lists,
          lists,
          entered: f.count(sum("entered_today")),
          left: f.count(sum("left_today")),
        })
    : all.error
      ? undefined
      : null;
  const make = can("segments.write");
  return (
    <Page
      title={t("app:page.segments")}
      sentence={sentence}
      actions={
        make ? (
          <>
            <Button icon={<UploadOutlined />} onClick={() => setUploading(true)}>
              {t("upload")}
            </Button>
            {phone ? null : (
              <Link to="/recipes">
                <Button icon={<AppstoreAddOutlined />}>{t("app:page.recipes")}</Button>
              </Link>
            )}
            <Link to="/segments/new">
              <Button type="primary" icon={<PlusOutlined />}>
                {t("add")}
              </Button>
            </Link>
          </>
        ) : null
      }
    >
      <Building />
      <Panel flush>
        <Tabs
          className={styles.tabs}
          activeKey={tab}
          onChange={(key) => set({ tab: key === "all" ? null : key })}
          items={TABS.map((key) => ({
            key,
            label: (
              <span>
                {t(`tab.${key}`)}{" "}
                <span className={styles.tabSize}>
                  {known
                    ? known.filter((one) => Object.entries(asked[key]).every(([k, v]) => one[k as "kind"] === v)).length
                    : ""}
                </span>
              </span>
            ),
          }))}
        />
        <DataList<Segment>
          id="segments"
          path="/segments"
          params={{ q: query.q, ...asked[tab] }}
          columns={columns}
          rowKey={(s) => s.id}
          permission="segments.read"
          onOpen={(s) => go(`/segments/${s.id}`)}
          filtered={Boolean(query.q) || (tab !== "all" && (known?.length ?? 0) > 0)}
          onClear={() => clear()}
          every={30_000}
          toolbar={<FilterBar filters={[{ kind: "search", key: "q", label: t("search") }]} />}
          empty={
            <Empty
              icon={<UsergroupAddOutlined />}
              title={t("empty.title")}
              text={t("empty.text")}
              action={
                <>
                  <Link to="/recipes">
                    <Button type="primary" icon={<AppstoreAddOutlined />}>
                      {t("empty.recipes")}
                    </Button>
                  </Link>{" "}
                  {make ? (
                    <Link to="/segments/new">
                      <Button>{t("add")}</Button>
                    </Link>
                  ) : null}
                </>
              }
            />
          }
        />
      </Panel>
      <UploadDrawer open={uploading} onClose={() => setUploading(false)} />
    </Page>
  );
}
