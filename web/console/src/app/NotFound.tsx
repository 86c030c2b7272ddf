import { CompassOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Empty } from "../kit";

export function NotFound() {
  const { t } = useTranslation("app");
  const go = useNavigate();
  return (
    <Empty
      heading
      icon={<CompassOutlined />}
      title={t("lostTitle")}
      text={t("lostText")}
      action={
        <Button type="primary" onClick={() => go("/overview")}>
          {t("home")}
        </Button>
      }
    />
  );
}
