// Where files are dropped: which shop, for real or as a trial, and how far each upload is.
import { CloudUploadOutlined } from "@ant-design/icons";
import { App, Progress, Select, Switch, Tooltip } from "antd";
import { type DragEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Import, Problem, upload, useRefresh } from "../api";
import { useKeepShops, useSession, useShops } from "../app/session";
import { useFormat } from "../kit";
import styles from "./Imports.module.css";

const KINDS = ".csv,.tsv,.txt,.xlsx,.xls,.parquet,.zip,.gz";
const MOST = 20;

interface Sending {
  key: string;
  name: string;
  size: number;
  share: number;
  problem: string | null;
}

/** Sends files one after another; `then` hears of each import that came of it. */
export function useSending() {
  const { t } = useTranslation("imports");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [sending, setSending] = useState<Sending[]>([]);
  const send = async (files: File[], options: { shop?: string | null; dry?: boolean }): Promise<Import[]> => {
    if (files.length > MOST) message.info(t("tooMany"));
    const batch = files.slice(0, MOST).map((file, index) => ({ file, key: `${file.name}${Date.now()}${index}` }));
    setSending(batch.map(({ file, key }) => ({ key, name: file.name, size: file.size, share: 0, problem: null })));
    const mark = (key: string, change: Partial<Sending>) =>
      setSending((old) => old.map((one) => (one.key === key ? { ...one, ...change } : one)));
    const made: Import[] = [];
    for (const { file, key } of batch) {
      const form = new FormData();
      // Fields before the file, so that a server that reads in order knows them when the bytes arrive.
      if (options.shop) form.append("shop_id", options.shop);
      if (options.dry) form.append("dry_run", "true");
      form.append("file", file, file.name);
      try {
        const answer = await upload<Import>("/imports", form, (share) => mark(key, { share }));
        // One that was broken off has begun before.
        if (answer.started_at) message.info(t("goesOn", { name: file.name }));
        made.push(answer);
        mark(key, { share: 1 });
      } catch (error) {
        mark(key, { problem: error instanceof Problem ? error.message : String(error) });
      }
      await refresh("/imports");
    }
    setSending((old) => old.filter((one) => one.problem));
    return made;
  };
  return { sending, send };
}

export function Drop() {
  const { t } = useTranslation("imports");
  const f = useFormat();
  const go = useNavigate();
  const keep = useKeepShops();
  const { shops } = useSession();
  const { shop: chosen } = useShops();
  const { sending, send } = useSending();
  const [shop, setShop] = useState<string | null>(chosen.length === 1 ? (chosen[0] ?? null) : null);
  const [dry, setDry] = useState(false);
  const [over, setOver] = useState(false);
  const id = useId();
  const take = async (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    const made = await send(files, { shop, dry });
    const only = made[0];
    if (made.length === 1 && files.length === 1 && only) go(keep(`/imports/${only.id}`));
  };
  const hold = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section className={styles.dropRoom}>
      <label
        htmlFor={id}
        className={styles.drop}
        data-over={over || undefined}
        onDragEnter={hold}
        onDragOver={hold}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files);
        }}
      >
        <input
          id={id}
          className={styles.input}
          type="file"
          multiple
          accept={KINDS}
          onChange={(event) => {
            void take(event.target.files);
            event.target.value = "";
          }}
        />
        <CloudUploadOutlined className={styles.cloud} aria-hidden />
        <strong>{over ? t("dropOver") : t("drop")}</strong>
        <span className={styles.dropText}>{t("dropText")}</span>
      </label>
      <div className={styles.choices}>
        <span className={styles.choice}>
          <span className={styles.quiet}>{t("shop")}</span>
          <Select
            aria-label={t("shop")}
            className={styles.shop}
            value={shop ?? ""}
            onChange={(value) => setShop(value || null)}
            options={[
              { value: "", label: t("shopAuto") },
              ...shops.filter((s) => !s.archived).map((s) => ({ value: s.id, label: s.name })),
            ]}
          />
        </span>
        <Tooltip title={t("dryRunHint")}>
          <span className={styles.choice}>
            <Switch size="small" checked={dry} onChange={setDry} aria-label={t("dryRun")} />
            <span>{t("dryRun")}</span>
          </span>
        </Tooltip>
      </div>
      {sending.length > 0 ? (
        <ul className={styles.sending} aria-live="polite">
          {sending.map((one) => (
            <li key={one.key}>
              <span className={styles.clip}>{one.name}</span>
              <span className={styles.quiet}>{f.bytes(one.size)}</span>
              {one.problem ? (
                <span className={styles.bad}>{one.problem}</span>
              ) : (
                <Progress
                  percent={Math.round(one.share * 100)}
                  size="small"
                  aria-label={`${t("uploading")} ${one.name}`}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
