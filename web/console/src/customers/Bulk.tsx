// One action on many customers; the drawer says how many before, the message says how many after.
import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input, Progress, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { post, useGet, useRefresh } from "../api";
import { FormDrawer, useFormat } from "../kit";
import styles from "./Customers.module.css";
import { useLabels } from "./Filters";

const KINDS = ["group_add", "group_remove", "tag_add", "tag_remove", "note"] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  ids: string[];
  /** The list's query, to act on all that it means. */
  asked: Record<string, string>;
  /** How many that is, when it is known; rows on the screen otherwise. */
  all: { count: number; exact: boolean };
  onDone: () => void;
}

export function Bulk({ ids, asked, all, onDone }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const f = useFormat();
  const [kind, setKind] = useState<Kind | null>(null);
  const [everybody, setEverybody] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const many = everybody ? all.count : ids.length;
  const who =
    everybody && !all.exact
      ? t("bulk.whoAtLeast", { count: many, value: f.count(many) })
      : t("bulk.who", { count: many, value: f.count(many) });
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{ items: KINDS.map((key) => ({ key, label: t(`bulk.kind.${key}`), onClick: () => setKind(key) })) }}
      >
        <Button type="primary">
          {t("bulk.act")} <DownOutlined />
        </Button>
      </Dropdown>
      <Button type="link" aria-pressed={everybody} onClick={() => setEverybody(!everybody)}>
        {everybody
          ? t("bulk.onlySelected", { count: ids.length })
          : all.exact
            ? t("bulk.everybody", { count: all.count, value: f.count(all.count) })
            : t("bulk.everybodyMatching")}
      </Button>
      {job ? <Running job={job} onEnd={() => setJob(null)} /> : null}
      <ActDrawer
        kind={kind}
        who={who}
        body={everybody ? { filter: asked } : { ids }}
        onClose={() => setKind(null)}
        onDone={(next) => {
          if (next) setJob(next);
          else onDone();
        }}
      />
    </>
  );
}

function ActDrawer({
  kind,
  who,
  body,
  onClose,
  onDone,
}: {
  kind: Kind | null;
  who: string;
  body: object;
  onClose: () => void;
  onDone: (job: string | null) => void;
}) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const f = useFormat();
  const { groups, tags } = useLabels();
  const [last, setLast] = useState<Kind>("tag_add");
  useEffect(() => {
    if (kind) setLast(kind);
  }, [kind]);
  const shown = kind ?? last;
  const save = async ({ value }: { value: string | string[] }) => {
    const values = Array.isArray(value) ? value : [value];
    let changed = 0;
    let job: string | null = null;
    for (const one of values) {
      const done = await post<{ changed: number; job_id?: string | null; total?: number }>("/customers/bulk", {
        ...body,
        action: { kind: shown, value: one },
      });
      changed += done.changed;
      job = done.job_id ?? job;
    }
    if (job) message.info(t("bulk.behind"));
    else message.success(t("bulk.done", { count: changed, value: f.count(changed) }));
    await refresh("/customers", "/groups", "/tags");
    onDone(job);
  };
  const input =
    shown === "note" ? (
      <Input.TextArea rows={4} maxLength={4000} />
    ) : shown === "group_add" || shown === "group_remove" ? (
      <Select
        showSearch={{ optionFilterProp: "label" }}
        options={groups.map((g) => ({ value: g.id, label: `${g.name} (${f.count(g.size)})` }))}
      />
    ) : (
      <Select
        mode={shown === "tag_add" ? "tags" : "multiple"}
        tokenSeparators={[",", "，", "、"]}
        options={tags.map((tag) => ({ value: tag.name, label: tag.name }))}
      />
    );
  return (
    <FormDrawer<{ value: string | string[] }>
      open={kind !== null}
      onClose={onClose}
      title={t(`bulk.title.${shown}`, { who })}
      initial={{ value: undefined }}
      verb={t(`bulk.verb.${shown}`)}
      save={save}
    >
      <p className={styles.hint}>{t(`bulk.text.${shown}`)}</p>
      <Form.Item
        name="value"
        label={t(`bulk.field.${shown}`)}
        rules={[{ required: true, message: t("common:required") }]}
      >
        {input}
      </Form.Item>
    </FormDrawer>
  );
}

/** Follows a job that acts on many. */
function Running({ job, onEnd }: { job: string; onEnd: () => void }) {
  const { t } = useTranslation("customers");
  const refresh = useRefresh();
  const { message } = App.useApp();
  const progress = useGet<{ total: number; done: number; finished: boolean }>(
    `/customers/bulk/${job}`,
    {},
    { every: 1000 },
  );
  const { total = 1, done = 0, finished = false } = progress.data ?? {};
  const broken = progress.error !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of the job is the reason to run
  useEffect(() => {
    if (!finished && !broken) return;
    if (finished) message.success(t("bulk.done", { count: done, value: String(done) }));
    void refresh("/customers", "/groups", "/tags");
    onEnd();
  }, [finished, broken]);
  return (
    <Progress
      className={styles.running}
      percent={Math.round((100 * done) / Math.max(total, 1))}
      size="small"
      aria-label={t("bulk.behind")}
    />
  );
}
