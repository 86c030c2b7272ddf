// While the data behind counts is put together, after a start: how far it is, asked until it is done.
import { Alert, Progress } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Readiness, useGet, useRefresh } from "../api";
import { permille } from "./permille";

export function Building() {
  const { t } = useTranslation("segments");
  const refresh = useRefresh();
  const status = useGet<Readiness>("/segments/status", {}, { every: 2000 });
  const ready = status.data?.ready ?? false;
  useEffect(() => {
    if (ready) void refresh("/segments", "/insight", "/rules");
  }, [ready, refresh]);
  if (!status.data || ready) return null;
  const { done, total } = status.data;
  return (
    <Alert
      type="info"
      showIcon
      title={t("building.title")}
      description={
        <>
          {t("building.text")}
          <Progress percent={permille(done, total) / 10} size="small" aria-label={t("building.title")} />
        </>
      }
    />
  );
}
