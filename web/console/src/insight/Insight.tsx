// 人群透视: how a crowd differs from everybody, or from another crowd. The strongest differences come first, in words.
import { DownloadOutlined, PieChartOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Select, Skeleton } from "antd";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  type Insight as Answer,
  type Crowd as CrowdBody,
  fetchFile,
  type Page as ListPage,
  type Segment,
  useAsk,
  useGet,
} from "../api";
import { AsOf, Empty, ErrorState, Page, Panel, useFormat, useLabel, useQueryState } from "../kit";
import { Building } from "../segments/Building";
import { permille } from "../segments/permille";
import { Crowd, CrowdContext, type Opened } from "../value/Crowd";
import { type Behind, BehindContext } from "./behindContext";
import { Dimensions } from "./Dimensions";
import styles from "./Insight.module.css";
import { picture } from "./picture";
import { Strongest } from "./Strongest";

export default function Insight() {
  const { t } = useTranslation(["insight", "app"]);
  const segments = useGet<ListPage<Segment>>("/segments", { limit: 200 });
  const { query, set } = useQueryState();
  const items = segments.data?.items;
  const find = (id: string | undefined) => items?.find((one) => one.id === id);
  const one = find(query.segment);
  const { text, segment } = query;
  const crowd = useMemo<CrowdBody | null>(() => (text ? { text } : segment ? { segment } : null), [text, segment]);
  const name = query.text ? (query.name ?? t("draft")) : (one?.name ?? "…");
  const options = (items ?? []).map((segment) => ({ value: segment.id, label: segment.name }));
  if (segments.error && !items)
    return (
      <Page title={t("app:page.insight")}>
        <ErrorState error={segments.error} onRetry={() => void segments.refetch()} />
      </Page>
    );
  if (items?.length === 0 && !crowd)
    return (
      <Page title={t("app:page.insight")}>
        <Panel>
          <Empty
            icon={<PieChartOutlined />}
            title={t("empty")}
            text={t("emptyText")}
            action={
              <Link to="/recipes">
                <Button type="primary">{t("recipes")}</Button>
              </Link>
            }
          />
        </Panel>
      </Page>
    );
  const choose = (
    <div className={styles.choose}>
      <span>{t("who")}</span>
      <Select
        className={styles.one}
        aria-label={t("who")}
        placeholder={t("who")}
        value={query.text ? "draft" : (query.segment ?? null)}
        showSearch={{ optionFilterProp: "label" }}
        options={query.text ? [{ value: "draft", label: name }, ...options] : options}
        onChange={(id) => set({ segment: id, text: null, name: null })}
      />
      <span>{t("against")}</span>
      <Select
        className={styles.one}
        aria-label={t("against")}
        value={query.base ?? ""}
        showSearch={{ optionFilterProp: "label" }}
        options={[{ value: "", label: t("everyone") }, ...options.filter((option) => option.value !== query.segment)]}
        onChange={(id) => set({ base: id })}
      />
    </div>
  );
  return crowd ? (
    <Of crowd={crowd} name={name} baseId={query.base} base={find(query.base)} choose={choose} />
  ) : (
    <Page title={t("app:page.insight")} sentence={t("pick")}>
      <Panel>{choose}</Panel>
      {items ? <Largest segments={items} onPick={(id) => set({ segment: id })} /> : null}
    </Page>
  );
}

/** The crowds that one is likely to look at: the largest, each one click away. */
function Largest({ segments, onPick }: { segments: Segment[]; onPick: (id: string) => void }) {
  const { t } = useTranslation("insight");
  const f = useFormat();
  const largest = segments.filter((one) => one.size).sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
  return (
    <Panel title={t("largest")}>
      <ul className={styles.largest}>
        {largest.slice(0, 9).map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onPick(one.id)}>
              <span>{one.name}</span>
              <span className={styles.sized}>
                <strong>{f.count(one.size ?? 0)}</strong>
                <AsOf at={one.size_at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface OfProps {
  crowd: CrowdBody;
  name: string;
  baseId: string | undefined;
  /** What is known of it, once the segments are. */
  base: Segment | undefined;
  choose: ReactNode;
}

function Of({ crowd, name, baseId, base, choose }: OfProps) {
  const { t } = useTranslation(["insight", "app"]);
  const f = useFormat();
  const label = useLabel();
  const { message } = App.useApp();
  const body = useMemo(() => ({ ...crowd, ...(baseId ? { base: { segment: baseId } } : {}) }), [crowd, baseId]);
  const answer = useAsk<Answer>("/insight", body);
  const data = answer.data;
  const [opened, setOpened] = useState<Opened | null>(null);
  const behind = useCallback<Behind>(
    (dimension, bar) => {
      const rule = bar && bar.customers > 0 ? bar.rule : null;
      if (!data || !bar || !rule) return null;
      return () =>
        setOpened({
          name: `${name} · ${label(dimension.label)} ${label(bar.label)}`,
          rule: `(${data.rule}) and ${rule}`,
          figures: [
            { label: t("customers"), value: f.count(bar.customers) },
            { label: t("share"), value: f.rate(bar.share) },
            { label: t("baseShare"), value: f.rate(bar.base_share) },
            { label: t("tgi"), value: bar.tgi === null ? "–" : String(Math.round(bar.tgi)) },
            { label: t("when"), value: f.instant(data.at) },
          ],
        });
    },
    [data, name, label, f, t],
  );
  const against = base ? t("quoted", { name: base.name }) : t("everyone");
  const sentence = data
    ? base
      ? t("sentenceOther", {
          name,
          value: f.count(data.segment.customers),
          base: base.name,
          size: f.count(data.base.customers),
        })
      : t("sentence", {
          name,
          value: f.count(data.segment.customers),
          base: against,
          share: f.rate(permille(data.segment.customers, data.base.customers)),
        })
    : answer.error
      ? undefined
      : null;
  const xlsx = () =>
    fetchFile("/insight/export", body, `${name} · ${t("app:page.insight")}.xlsx`, true).catch((error) =>
      message.error(error instanceof Error ? error.message : String(error)),
    );
  const items = [
    {
      key: "image",
      label: t("image"),
      onClick: () =>
        data &&
        void picture(data, { title: `${name} · ${t("app:page.insight")}`, sentence: sentence ?? "", label, f, t }),
    },
    { key: "xlsx", label: t("xlsx"), onClick: () => void xlsx() },
  ];
  return (
    <Page
      title={t("app:page.insight")}
      sentence={
        sentence && data ? (
          <>
            {sentence} <span className={styles.quiet}>{t("asOf", { time: f.instant(data.at) })}</span>
          </>
        ) : (
          sentence
        )
      }
      actions={
        <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
          <Button icon={<DownloadOutlined />} disabled={!data || data.segment.customers === 0}>
            {t("export")}
          </Button>
        </Dropdown>
      }
    >
      <Panel>{choose}</Panel>
      {answer.error ? (
        answer.error.status === 503 ? (
          <Building />
        ) : (
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
        )
      ) : null}
      {!data && !answer.error ? (
        <Panel>
          <Skeleton active paragraph={{ rows: 10 }} />
        </Panel>
      ) : null}
      {data && data.segment.customers === 0 ? (
        <Panel>
          <Empty icon={<PieChartOutlined />} title={t("nobody")} text={t("nobodyText")} />
        </Panel>
      ) : null}
      {data && data.segment.customers > 0 ? (
        <div className={styles.whole} data-busy={answer.isPlaceholderData || undefined}>
          <BehindContext value={behind}>
            <Dimensions dimensions={data.dimensions} customers={data.segment.customers}>
              <Strongest insight={data} against={against} />
            </Dimensions>
          </BehindContext>
        </div>
      ) : null}
      <CrowdContext value={setOpened}>
        <Crowd opened={opened} onClose={() => setOpened(null)} />
      </CrowdContext>
    </Page>
  );
}
