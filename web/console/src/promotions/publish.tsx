// Publishing: errors stop it, warnings are asked about with their words, and only then is it live.
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { type Lint, type PromotionFull, post, useRefresh } from "../api";
import { useConfirm } from "../kit";
import { Findings } from "./Findings";
import styles from "./Wizard.module.css";

/** Answers once it is published, or not; what stood in the way is given to `onFound`. */
export function usePublish(onFound: (lint: Lint) => void, onDone: (full: PromotionFull) => void) {
  const { t } = useTranslation("promotions");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  return async ({ id, revision }: { id: string; revision: number }) => {
    const lint = await post<Lint>(`/promotions/${id}/lint`);
    onFound(lint);
    const errors = lint.findings.filter((one) => one.gravity === "error");
    const warnings = lint.findings.filter((one) => one.gravity === "warning");
    if (errors.length > 0) {
      message.error(t("publishErrors", { count: errors.length }));
      return;
    }
    const publish = async () => {
      const full = await post<PromotionFull>(`/promotions/${id}/publish`, {
        revision,
        accept_warnings: warnings.length > 0,
      });
      await refresh("/promotions", "/coupons");
      message.success(t("published"));
      onDone(full);
    };
    confirm({
      title: warnings.length > 0 ? t("publishWarned", { count: warnings.length }) : t("publishAsk"),
      text:
        warnings.length > 0 ? (
          <div className={styles.asked}>
            <Findings list={warnings} still />
          </div>
        ) : (
          t("publishText")
        ),
      verb: warnings.length > 0 ? t("publishAnyway") : t("publish"),
      danger: warnings.length > 0,
      run: publish,
    });
  };
}
