// 导入: a place to drop files, and what became of every file before.
import { DeleteOutlined, InboxOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Import, type Page as Pages, type Preset, remove, useGet, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { type Column, DataList, Empty, Instant, Page, Panel, useConfirm, useFormat } from "../kit";
import { Drop } from "./Drop";
import styles from "./Imports.module.css";
import { total } from "./total";

export const tones: Record<Import["state"], string | undefined> = {
  waiting_mapping: "warning",
  queued: undefined,
  running: "processing",
  done: "success",
  failed: "error",
  cancelled: undefined,
};

export default function Imports() {
  const { t } = useTranslation(["imports", "app", "common"]);
  const can = useCan();
  const go = useNavigate();
  const keep = useKeepShops();
  const latest = useGet<Pages<Import>>("/imports", { limit: 10 });
  const moving = latest.data?.items.some((one) => one.state === "running" || one.state === "queued") ?? false;
  const columns: Column<Import>[] = [
    {
      key: "file",
      title: t("file"),
      width: 280,
      phone: "title",
      render: (i) => (
        <span className={styles.file}>
          <span className={styles.clip}>{i.file_name}</span>
          {i.dry_run ? <Tag variant="filled">{t("dry")}</Tag> : null}
        </span>
      ),
    },
    {
      key: "state",
      title: t("common:state"),
      width: 110,
      phone: "side",
      render: (i) => (
        <Tag color={tones[i.state]} variant="filled">
          {t(`state.${i.state}`)}
        </Tag>
      ),
    },
    {
      key: "format",
      title: t("format"),
      width: 180,
      render: (i) => <span className={styles.quiet}>{i.format?.name ?? "–"}</span>,
    },
    { key: "result", title: t("result"), width: 260, phone: "line", render: (i) => <Result one={i} /> },
    { key: "by", title: t("by"), width: 100, render: (i) => i.created_by },
    { key: "when", title: t("when"), width: 130, phone: "line", render: (i) => <Instant at={i.created_at} ago /> },
  ];
  return (
    <Page title={t("app:page.imports")} sentence={t("sentence")}>
      {can("imports.write") ? <Drop /> : null}
      <Panel title={t("history")} flush>
        <DataList<Import>
          id="imports"
          path="/imports"
          columns={columns}
          rowKey={(i) => i.id}
          permission="imports.read"
          every={moving ? 2000 : false}
          onOpen={(i) => go(keep(`/imports/${i.id}`))}
          empty={<Empty icon={<InboxOutlined />} title={t("emptyTitle")} text={t("emptyText")} />}
        />
      </Panel>
      <Presets />
    </Page>
  );
}

function Result({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const f = useFormat();
  const sum = total(one.counts);
  if (one.problem)
    return <span className={one.state === "waiting_mapping" ? styles.quiet : styles.bad}>{one.problem}</span>;
  const parts = (["created", "changed", "unchanged", "refused"] as const).filter((key) => sum[key] > 0);
  if (parts.length === 0) return <span className={styles.quiet}>–</span>;
  return (
    <span className={styles.result}>
      {parts.map((key) => (
        <span key={key} className={key === "refused" ? styles.bad : undefined}>
          {t(key)} {f.count(sum[key])}
        </span>
      ))}
    </span>
  );
}

function Presets() {
  const { t } = useTranslation(["imports", "common"]);
  const can = useCan()("imports.write");
  const confirm = useConfirm();
  const refresh = useRefresh();
  const presets = useGet<Pages<Preset>>("/presets");
  const items = presets.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t("presets")} hint={t("presetsHint")}>
      <ul className={styles.presets}>
        {items.map((preset) => (
          <li key={preset.id}>
            <span className={styles.presetName}>{preset.name}</span>
            <span className={styles.quiet}>
              {t(`map.entities.${preset.mapping.entity}`)} ·{" "}
              {t("presetColumns", { count: preset.mapping.columns.filter((c) => c.field).length })}
            </span>
            {preset.built_in ? (
              <Tag variant="filled">{t("presetBuiltIn")}</Tag>
            ) : can ? (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={`${t("common:delete")}: ${preset.name}`}
                onClick={() =>
                  confirm({
                    title: t("presetDeleteAsk", { name: preset.name }),
                    text: t("presetDeleteText"),
                    verb: t("common:delete"),
                    danger: true,
                    run: async () => {
                      await remove(`/presets/${preset.id}`);
                      await refresh("/presets");
                    },
                  })
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
