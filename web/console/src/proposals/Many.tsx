// Merging all that are sure enough: a threshold, how many that is, one question.
import { App, Button, Modal, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page, type Proposal, post, useGet, useRefresh } from "../api";
import { useShops } from "../app/session";
import { useFormat } from "../kit";
import styles from "./Proposals.module.css";

const LEVELS = [0.98, 0.95, 0.9, 0.8];
const MOST = 200;

export function Many({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["proposals", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const { shop } = useShops();
  const refresh = useRefresh();
  const [least, setLeast] = useState(0.95);
  const [busy, setBusy] = useState(false);
  const found = useGet<Page<Proposal>>(
    "/proposals",
    { state: "open", min_score: least, limit: MOST, shop },
    { enabled: open, keep: true },
  );
  const count = found.data?.items.length ?? 0;
  const over = Boolean(found.data?.next_cursor);
  const run = async () => {
    setBusy(true);
    try {
      const { decided } = await post<{ decided: number }>("/proposals/decide", {
        min_score: least,
        decision: "accept",
      });
      message.success(t("manyDone", { count: decided, value: f.count(decided) }));
      onClose();
      await refresh("/proposals", "/customers");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={t("manyTitle")}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button type="primary" disabled={count === 0 || found.isFetching} loading={busy} onClick={() => void run()}>
            {t("manyVerb", { count, value: over ? `${f.count(count)}+` : f.count(count) })}
          </Button>
        </>
      }
    >
      <p className={styles.lead}>{t("manyText")}</p>
      <div className={styles.threshold}>
        <span>{t("least")}</span>
        <Segmented
          aria-label={t("least")}
          value={least}
          onChange={setLeast}
          options={LEVELS.map((value) => ({ value, label: `${Math.round(value * 100)}%` }))}
        />
        <strong aria-live="polite">
          {over ? t("manyAtLeast", { value: f.count(count) }) : t("manyCount", { count, value: f.count(count) })}
        </strong>
      </div>
    </Modal>
  );
}
