// How far the reckoning is, while one is under way, and why the last one failed; nothing otherwise. When it is done,
// everything that it changed is asked again.
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useEnded, useGet, type ValueRun } from "../api";
import { UnderWay, useFormat } from "../kit";

const STEPS = ["reading", "learning", "scoring", "writing"] as const;

export function Reckoning() {
  const { t } = useTranslation("value");
  const f = useFormat();
  const first = useGet<ValueRun>("/insight/value/run");
  const moving = first.data?.state === "waiting" || first.data?.state === "running";
  // The same question, so that both hear the same answer; this one is asked each second while there is something to hear.
  const watched = useGet<ValueRun>("/insight/value/run", {}, { enabled: moving, every: moving ? 1000 : false });
  const run = watched.data ?? first.data;
  useEnded(run && (moving ? "" : (run.finished_at ?? "")), "/insight/", "/customers/");
  if (run?.state === "failed") return <Alert type="error" showIcon title={t("failed")} description={t("failedText")} />;
  if (!moving || !run) return null;
  const step = run.step;
  const part = run.total > 0 ? run.done / run.total : 0;
  const at = step ? STEPS.indexOf(step) : 0;
  const words =
    run.state === "waiting" || !step
      ? t("waiting")
      : run.total > 0
        ? t("stepOf", { step: t(`steps.${step}`), done: f.count(run.done), total: f.count(run.total) })
        : t(`steps.${step}`);
  return <UnderWay title={t("reckoning")} percent={Math.floor(((at + part) / STEPS.length) * 100)} words={words} />;
}
