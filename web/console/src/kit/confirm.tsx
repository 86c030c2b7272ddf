// What touches many or cannot be taken back asks once, with the numbers in the question.
import { App } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Question {
  /** The whole question with its numbers: "给 1,204 位客户加上标签“老客”？" */
  title: string;
  /** What will follow, and whether there is a way back. */
  text?: ReactNode;
  /** The verb on the button. */
  verb: string;
  danger?: boolean;
  /** Runs while the button spins; a refusal keeps the question open and is shown. */
  run: () => Promise<unknown>;
}

export function useConfirm(): (question: Question) => void {
  const { modal, message } = App.useApp();
  const { t } = useTranslation();
  return ({ title, text, verb, danger = false, run }) => {
    modal.confirm({
      title,
      content: text,
      okText: verb,
      cancelText: t("cancel"),
      okButtonProps: { danger },
      icon: null,
      centered: true,
      onOk: async () => {
        try {
          await run();
        } catch (error) {
          message.error(error instanceof Error ? error.message : String(error));
          throw error;
        }
      },
    });
  };
}
