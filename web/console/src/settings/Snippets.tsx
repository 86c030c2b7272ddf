// Copyable code for each way to connect; a key that was just made stands in it already.
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "../api";
import { Panel } from "../kit";
import styles from "./Settings.module.css";
import { apiHole, hole, type Snippet, snippets, snippetText } from "./snippetText";

export function Snippets({ secret }: { secret: { secret: string; kind: ApiKey["kind"] } | null }) {
  const { t } = useTranslation(["settings", "common"]);
  const [kind, setKind] = useState<Snippet>("curl");
  const [copied, setCopied] = useState(false);
  const wanted = kind === "api" ? "api" : "write";
  const empty = wanted === "api" ? apiHole : hole;
  const text = snippetText(kind, location.origin, secret?.kind === wanted ? secret.secret : empty);

  const copy = async () => {
    await writeClipboard(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Panel
      title={t("settings:keys.snippets")}
      hint={
        <>
          {t("settings:keys.snippetsHint")}{" "}
          {text.includes(empty) ? t("settings:keys.snippetsPut", { hole: empty }) : null}
        </>
      }
    >
      <Segmented
        aria-label={t("settings:keys.snippets")}
        value={kind}
        onChange={setKind}
        options={snippets.map((value) => ({ value, label: t(`settings:keys.snippet.${value}`) }))}
        style={{ marginBottom: 12 }}
      />
      <div className={styles.snippet}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre tabIndex={0}>{text}</pre>
        <Button
          className={styles.copy}
          type="text"
          aria-label={copied ? t("common:copied") : t("common:copy")}
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          onClick={() => void copy()}
        />
      </div>
    </Panel>
  );
}

/** The clipboard of the page exists only over https or on localhost; elsewhere the old way. */
async function writeClipboard(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.body.appendChild(document.createElement("textarea"));
  box.value = text;
  box.select();
  document.execCommand("copy");
  box.remove();
}
