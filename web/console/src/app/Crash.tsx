// A page that broke while drawing: say so plainly, offer to reload, keep the shell where it can be kept.

import { BugOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { Empty } from "../kit";

export function Crash({ whole = false }: { whole?: boolean }) {
  const error = useRouteError();
  const { t } = useTranslation("app");
  const text = isRouteErrorResponse(error) ? error.statusText : error instanceof Error ? error.message : String(error);
  return (
    <div role="alert" style={whole ? { minHeight: "100vh", display: "grid", placeItems: "center" } : undefined}>
      <Empty
        heading
        icon={<BugOutlined />}
        title={t("crashTitle")}
        text={
          <>
            {t("crashText")}
            <br />
            <code>{text}</code>
          </>
        }
        action={
          <>
            <Button type="primary" onClick={() => location.reload()}>
              {t("reload")}
            </Button>
            <Link to="/overview">
              <Button>{t("home")}</Button>
            </Link>
          </>
        }
      />
    </div>
  );
}
