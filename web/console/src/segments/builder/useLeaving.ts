// Nobody loses what she made by a slip of the hand: leaving with changes that are not saved asks first.
import { App } from "antd";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Asks while there are changes; the function that it gives lets the next step pass. */
export function useLeaving(changed: boolean): () => void {
  const { t } = useTranslation(["builder", "common"]);
  const { modal } = App.useApp();
  const free = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      changed && !free.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    const asked = modal.confirm({
      title: t("leave"),
      content: t("leaveText"),
      okText: t("leaveVerb"),
      cancelText: t("common:cancel"),
      okButtonProps: { danger: true },
      icon: null,
      centered: true,
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => asked.destroy();
  }, [blocker, modal, t]);
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!free.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);
  return useCallback(() => {
    free.current = true;
  }, []);
}
