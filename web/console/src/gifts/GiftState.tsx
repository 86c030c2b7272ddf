// How far a gift is, as a word.
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { GiftStatus } from "../api";

const COLOR = { due: "warning", sent: "success", failed: "error", cancelled: undefined };

export function GiftState({ status }: { status: GiftStatus }) {
  const { t } = useTranslation("gifts");
  return (
    <Tag variant="filled" color={COLOR[status]}>
      {t(`status.${status}`)}
    </Tag>
  );
}
