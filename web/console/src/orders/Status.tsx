// A status: ours as a quiet tag, the platform's own words on hover.
import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";

const tones: Record<string, string | undefined> = {
  paid: "processing",
  partly_shipped: "processing",
  shipped: "processing",
  received: "success",
  finished: "success",
  refunded: "error",
  unknown: "warning",
};

export function Status({ status, raw }: { status: string; raw: string }) {
  const { t } = useTranslation("orders");
  return (
    <Tooltip title={raw ? t("original", { text: raw }) : undefined}>
      <Tag color={tones[status]} variant="filled">
        {t(`status.${status}` as "status.paid")}
      </Tag>
    </Tooltip>
  );
}
