// The proof of a draw: what was promised before it began, what was shown after, and every roll worked out again.
import { CheckCircleFilled, CloseCircleFilled, DownloadOutlined } from "@ant-design/icons";
import { App, Button, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Draw, type DrawProof, type DrawVerdict, get, post } from "../api";
import { Panel, useFormat } from "../kit";
import styles from "./Draws.module.css";

/** Every ticket of the proof, page after page. */
async function whole(id: string): Promise<DrawProof> {
  const first = await get<DrawProof>(`/draws/${id}/proof`, { limit: 1000 });
  const tickets = [...first.tickets];
  for (let next = first.next; next !== null; ) {
    const page = await get<DrawProof>(`/draws/${id}/proof`, { after: next, limit: 1000 });
    tickets.push(...page.tickets);
    next = page.next;
  }
  return { ...first, tickets, next: null };
}

export function Proof({ draw }: { draw: Draw }) {
  const { t } = useTranslation("draws");
  const f = useFormat();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<DrawVerdict | null>(null);
  const run = async (deed: (proof: DrawProof) => unknown) => {
    setBusy(true);
    try {
      await deed(await whole(draw.id));
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const keep = (proof: DrawProof) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(proof, null, 2)], { type: "application/json" }));
    link.download = `draw-${draw.id}-proof.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Panel title={t("proof.title")}>
      <div className={styles.proof}>
        {draw.commitment ? (
          <>
            <p>{t("proof.promised")}</p>
            <Typography.Text code copyable className={styles.code}>
              {draw.commitment}
            </Typography.Text>
          </>
        ) : (
          <p>{t("proof.draft")}</p>
        )}
        {draw.seed ? (
          <>
            <p>{t("proof.shown")}</p>
            <Typography.Text code copyable className={styles.code}>
              {draw.seed}
            </Typography.Text>
            <p className={styles.quiet}>{t("proof.formula")}</p>
            <div>
              <Button
                loading={busy}
                onClick={() => run(async (proof) => setVerdict(await post<DrawVerdict>("/draws/verify", { proof })))}
              >
                {t("proof.verify")}
              </Button>{" "}
              <Button type="text" icon={<DownloadOutlined />} disabled={busy} onClick={() => run(keep)}>
                {t("proof.take")}
              </Button>
            </div>
            <p aria-live="polite">
              {verdict?.valid ? (
                <>
                  <CheckCircleFilled className={styles.good} aria-hidden />{" "}
                  {t("proof.valid", { count: verdict.checked, value: f.count(verdict.checked) })}
                </>
              ) : verdict ? (
                <>
                  <CloseCircleFilled className={styles.bad} aria-hidden />{" "}
                  {verdict.faults
                    .slice(0, 5)
                    .map((one) => t(`proof.fault.${one.fault}`, { number: one.number ?? "–" }))
                    .join(" ")}
                </>
              ) : null}
            </p>
          </>
        ) : draw.commitment ? (
          <p className={styles.quiet}>{t("proof.later")}</p>
        ) : null}
      </div>
    </Panel>
  );
}
