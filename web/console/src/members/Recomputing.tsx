// How far the recomputing of levels is, while it is under way; nothing otherwise.
import { Alert, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { type Recompute, useEnded, useGet } from "../api";
import { useFormat } from "../kit";

export function Recomputing() {
  const { t } = useTranslation("members");
  const f = useFormat();
  const state = useGet<Recompute>("/members/recompute");
  const data = state.data;
  const busy = data?.state === "waiting" || data?.state === "running";
  const watched = useGet<Recompute>("/members/recompute", {}, { enabled: busy, every: busy ? 1500 : false });
  useEnded(data && (busy ? "" : (data.finished_at ?? "")), "/members", "/customers");
  const now = watched.data ?? data;
  if (!busy || !now) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={
        now.state === "waiting"
          ? t("recomputeWaiting")
          : t("recomputing", { done: f.count(now.done), total: f.count(now.total), moved: f.count(now.moved) })
      }
      description={
        now.total > 0 ? (
          <Progress
            percent={Math.floor((100 * now.done) / now.total)}
            size="small"
            aria-label={t("recomputeWaiting")}
          />
        ) : null
      }
    />
  );
}
