// Publishing a draw: errors stop it, warnings are asked about, and the question says that nothing can be changed after.
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { type Draw, type Finding, post, useRefresh } from "../api";
import { useConfirm } from "../kit";
import { Findings } from "../promotions/Findings";

export function usePublishDraw(onDone: (draw: Draw) => void) {
  const { t } = useTranslation(["draws", "promotions"]);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  return async ({ id, revision, terms }: Draw) => {
    const { findings } = await post<{ findings: Finding[] }>("/draws/check", { terms });
    const errors = findings.filter((one) => one.gravity === "error");
    const warnings = findings.filter((one) => one.gravity === "warning");
    if (errors.length > 0) {
      message.error(t("promotions:publishErrors", { count: errors.length }));
      return;
    }
    confirm({
      title: t("publishAsk"),
      text: (
        <>
          <p>{t("publishText")}</p>
          <Findings list={warnings} still />
        </>
      ),
      verb: t("publish"),
      danger: warnings.length > 0,
      run: async () => {
        const done = await post<Draw>(`/draws/${id}/publish`, { revision, accept_warnings: warnings.length > 0 });
        await refresh("/draws");
        message.success(t("published"));
        onDone(done);
      },
    });
  };
}
