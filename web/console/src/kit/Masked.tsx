// A value that is shown masked, with a button that asks for the whole of it. The asking is written to the audit log
// by the server, and the button says so first.
import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { App, Button, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import styles from "./Masked.module.css";

interface Props {
  masked: string | null;
  /** Fetches the whole value; absent when the user may not see it. */
  reveal?: () => Promise<string | null>;
  label: string;
}

export function Masked({ masked, reveal, label }: Props) {
  const { t } = useTranslation("kit");
  const { message } = App.useApp();
  const [whole, setWhole] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!masked) return <span>–</span>;
  const ask = async () => {
    if (!reveal) return;
    setBusy(true);
    try {
      setWhole(await reveal());
    } catch (error) {
      message.error(error instanceof Problem ? error.message : t("errorTitle"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className={styles.masked}>
      <span>{whole ?? masked}</span>
      {reveal ? (
        <Tooltip title={whole === null ? t("revealAsked") : t("hide")}>
          <Button
            type="text"
            size="small"
            loading={busy}
            aria-label={`${whole === null ? t("reveal") : t("hide")}: ${label}`}
            icon={whole === null ? <EyeOutlined /> : <EyeInvisibleOutlined />}
            onClick={() => (whole === null ? void ask() : setWhole(null))}
          />
        </Tooltip>
      ) : null}
    </span>
  );
}
