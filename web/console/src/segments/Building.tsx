// While the data behind counts is put together, after a start: how far it is, asked until it is done.
import { Alert, Progress } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Readiness, useGet, useRefresh } from "../api";
import { permille } from "./permille";

export function Building() {
  const { t } = useTranslation("segments");
  const refresh = useRefresh();
  const [over, setOver] = useState(false);
  const status = useGet<Readiness>("/segments/status", {}, { every: over ? false : 2000 });
  const ready = status.data?.ready;
  const waited = useRef(false);
  useEffect(() => {
    if (ready === false) waited.current = true;
    if (!ready) return;
    setOver(true);
    // Whoever waited has seen answers without numbers; whoever did not has nothing to ask again.
    if (waited.current) void refresh("/segments", "/insight", "/pivot", "/rules");
    waited.current = false;
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
