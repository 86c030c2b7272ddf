// A list of identifiers becomes a list of customers; what matched nobody is said and given back.
import { CloudUploadOutlined, DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Progress, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type ListMade, Problem, upload, useRefresh } from "../api";
import { SideDrawer, useFormat } from "../kit";
import styles from "./Segments.module.css";

const KINDS = ["auto", "mobile", "email", "taobao_nick", "user_id", "customer"] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  open: boolean;
  onClose: () => void;
}

export function UploadDrawer({ open, onClose }: Props) {
  const { t } = useTranslation(["segments", "common"]);
  const refresh = useRefresh();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("auto");
  const [sent, setSent] = useState<number | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [made, setMade] = useState<ListMade | null>(null);
  const again = () => {
    setFile(null);
    setName("");
    setMade(null);
    setRefused(null);
  };
  const take = (next: File | undefined) => {
    if (!next) return;
    setFile(next);
    setRefused(null);
    if (!name) setName(next.name.replace(/\.[^.]+$/, ""));
  };
  const send = async () => {
    if (!file) return;
    const form = new FormData();
    form.append("name", name.trim());
    if (kind !== "auto") form.append("kind", kind);
    form.append("file", file, file.name);
    setSent(0);
    setRefused(null);
    try {
      setMade(await upload<ListMade>("/segments/lists", form, setSent));
      await refresh("/segments");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRefused(error);
    } finally {
      setSent(null);
    }
  };
  const close = () => {
    onClose();
    again();
  };
  return (
    <SideDrawer
      open={open}
      onClose={close}
      title={t("list.title")}
      width={480}
      footer={
        <div className={styles.foot}>
          {made ? (
            <Button onClick={again}>{t("list.another")}</Button>
          ) : (
            <Button onClick={close}>{t("common:cancel")}</Button>
          )}
          {made ? null : (
            <Button type="primary" disabled={!file || !name.trim()} loading={sent !== null} onClick={() => void send()}>
              {t("list.verb")}
            </Button>
          )}
        </div>
      }
    >
      {made ? (
        <Result made={made} onClose={close} />
      ) : (
        <Form layout="vertical">
          <p className={styles.hint}>{t("list.text")}</p>
          <label
            htmlFor={id}
            className={styles.drop}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              take(event.dataTransfer.files[0]);
            }}
          >
            <input
              id={id}
              className="unseen"
              type="file"
              accept=".csv,.tsv,.txt,.xlsx"
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
            <CloudUploadOutlined className={styles.cloud} aria-hidden />
            <strong>{file ? file.name : t("list.drop")}</strong>
            <span className={styles.quiet}>{t("list.dropText")}</span>
          </label>
          <Form.Item label={t("list.name")} htmlFor={`${id}name`}>
            <Input id={`${id}name`} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
          </Form.Item>
          <Form.Item required label={t("list.kind")} htmlFor={`${id}kind`}>
            <Select<Kind>
              id={`${id}kind`}
              value={kind}
              options={KINDS.map((value) => ({ value, label: t(`list.kinds.${value}`) }))}
              onChange={setKind}
            />
          </Form.Item>
          {sent !== null ? <Progress percent={Math.round(sent * 100)} aria-label={t("list.sending")} /> : null}
          {refused ? <Alert type="error" showIcon title={refused.message} role="alert" /> : null}
        </Form>
      )}
    </SideDrawer>
  );
}

function Result({ made, onClose }: { made: ListMade; onClose: () => void }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const go = useNavigate();
  return (
    <div aria-live="polite">
      <p className={styles.hint}>{t("list.done", { name: made.segment.name })}</p>
      <dl className={styles.result}>
        <div>
          <dt>{t("list.matched")}</dt>
          <dd>{f.count(made.matched)}</dd>
        </div>
        <div>
          <dt>{t("list.notMatched")}</dt>
          <dd>{f.count(made.not_matched)}</dd>
        </div>
      </dl>
      <p className={styles.quiet}>
        {t("list.matchedText", { count: made.customers, value: f.count(made.customers) })}
        {made.not_matched > 0
          ? ` · ${t("list.notMatchedText", { count: made.not_matched, value: f.count(made.not_matched) })}`
          : ""}
      </p>
      <div className={styles.row}>
        <Button
          type="primary"
          onClick={() => {
            onClose();
            void go(`/segments/${made.segment.id}`);
          }}
        >
          {t("list.open")}
        </Button>
        {made.refused_file ? (
          <Button icon={<DownloadOutlined />} onClick={() => keep(made.refused_file ?? "", `${made.segment.name}.csv`)}>
            {t("list.take")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Saves a text as a file. */
function keep(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
