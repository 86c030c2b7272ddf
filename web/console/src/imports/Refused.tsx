// The rows that did not fit: where, what, why, and what to do; out as a file, mended, and in again.
import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { address, type Import, type RefusedRow } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { type Column, DataList, Empty, Panel, useFormat } from "../kit";
import { useSending } from "./Drop";
import styles from "./Imports.module.css";

export function Refused({ data }: { data: Import }) {
  const { t } = useTranslation("imports");
  const f = useFormat();
  const can = useCan()("imports.write");
  const go = useNavigate();
  const keep = useKeepShops();
  const { sending, send } = useSending();
  const id = useId();
  const columns: Column<RefusedRow>[] = [
    { key: "row", title: t("row"), width: 80, phone: "title", render: (r) => f.count(r.row) },
    { key: "field", title: t("field"), width: 140, phone: "line", render: (r) => r.field ?? "–" },
    {
      key: "value",
      title: t("value"),
      width: 180,
      phone: "line",
      render: (r) => (r.value === null ? "–" : <code className={styles.value}>{r.value}</code>),
    },
    { key: "reason", title: t("reason"), width: 280, phone: "line", render: (r) => r.reason },
    {
      key: "cure",
      title: t("cure"),
      width: 320,
      phone: "line",
      render: (r) => <span className={styles.cure}>{r.cure}</span>,
    },
  ];
  const mend = async (list: FileList | null) => {
    const made = await send([...(list ?? [])], { shop: data.shop_id, dry: data.dry_run });
    const first = made[0];
    if (first) go(keep(`/imports/${first.id}`));
  };
  return (
    <Panel
      title={t("refusedTitle")}
      hint={t("refusedHint")}
      flush
      extra={
        <div className={styles.mend}>
          <Button
            icon={<DownloadOutlined />}
            href={address(`/imports/${data.id}/refused.csv`)}
            download={`${data.file_name}.refused.csv`}
          >
            {t("download")}
          </Button>
          {can ? (
            <>
              <input
                id={id}
                className="unseen"
                type="file"
                accept=".csv,.xlsx"
                aria-label={t("mend")}
                tabIndex={-1}
                onChange={(event) => {
                  void mend(event.target.files);
                  event.target.value = "";
                }}
              />
              <Button type="primary" icon={<UploadOutlined />} onClick={() => document.getElementById(id)?.click()}>
                {t("mend")}
              </Button>
            </>
          ) : null}
        </div>
      }
    >
      {sending.map((one) => (
        <div key={one.key} className={styles.sendingOne}>
          {one.problem ? (
            <span className={styles.bad}>{one.problem}</span>
          ) : (
            <Progress percent={Math.round(one.share * 100)} size="small" aria-label={t("uploading")} />
          )}
        </div>
      ))}
      <DataList<RefusedRow>
        id="refused"
        path={`/imports/${data.id}/refused`}
        columns={columns}
        rowKey={(r) => `${r.row} ${r.field} ${r.code}`}
        permission="imports.read"
        empty={<Empty small title={t("refusedNone")} />}
      />
    </Panel>
  );
}
