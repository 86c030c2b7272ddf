// The audit log: who saw or changed what. Read only, by its nature.
import { AuditOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type ApiKey, type AuditEntry, type Page as Rows, type User, useGet } from "../api";
import { useCan } from "../app/session";
import {
  type Column,
  DataList,
  Empty,
  type Filter,
  FilterBar,
  Instant,
  Page,
  Panel,
  SideDrawer,
  useQueryState,
} from "../kit";
import { useAuditWords } from "./auditWords";
import styles from "./Settings.module.css";

/** Everybody whose deeds may stand in the log: people and API keys, by their ids. */
function useActors(): { value: string; label: string }[] {
  const { t } = useTranslation("settings");
  const can = useCan();
  const users = useGet<Rows<User>>("/users", { limit: 200 }, { enabled: can("users.manage") });
  const keys = useGet<Rows<ApiKey>>("/keys", { limit: 200 }, { enabled: can("keys.manage") });
  return [
    ...(users.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(keys.data?.items ?? [])
      .filter((key) => key.kind === "api")
      .map(({ id, name }) => ({ value: id, label: `${t("audit.key")} · ${name}` })),
  ];
}

export default function Audit() {
  const { t } = useTranslation(["settings", "app"]);
  const { query, clear } = useQueryState();
  const words = useAuditWords();
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const filters: Filter[] = [
    { kind: "one", key: "actor", label: t("settings:audit.filterActor"), options: useActors() },
    { kind: "one", key: "action", label: t("settings:audit.filterAction"), options: words.choices },
    { kind: "search", key: "subject", label: t("settings:audit.filterSubject") },
  ];
  const { actor, action, subject } = query;
  const who = (entry: AuditEntry) =>
    entry.actor.kind === "system"
      ? t("settings:audit.system")
      : entry.actor.kind === "key"
        ? `${t("settings:audit.key")} · ${entry.actor.name}`
        : entry.actor.name;
  const columns: Column<AuditEntry>[] = [
    { key: "at", title: t("settings:audit.at"), width: 160, phone: "line", render: (e) => <Instant at={e.at} /> },
    { key: "actor", title: t("settings:audit.actor"), width: 140, phone: "side", render: who },
    {
      key: "action",
      title: t("settings:audit.action"),
      width: 200,
      phone: "title",
      render: (e) => words.action(e.action),
    },
    {
      key: "subject",
      title: t("settings:audit.subject"),
      width: 240,
      phone: "line",
      render: (e) => <Subject entry={e} />,
    },
    { key: "address", title: t("settings:audit.address"), width: 140, render: (e) => e.address ?? "–" },
  ];
  return (
    <Page title={t("app:page.audit")} sentence={t("settings:audit.sentence")}>
      <Panel flush>
        <DataList<AuditEntry>
          id="audit"
          path="/audit"
          params={{ actor, action, subject }}
          columns={columns}
          rowKey={(e) => e.id}
          permission="audit.read"
          onOpen={setOpen}
          openKey={open?.id}
          filtered={Boolean(actor || action || subject)}
          onClear={() => clear()}
          toolbar={<FilterBar filters={filters} />}
          empty={<Empty icon={<AuditOutlined />} title={t("settings:audit.empty")} />}
        />
      </Panel>
      <SideDrawer open={open !== null} onClose={() => setOpen(null)} title={open ? words.action(open.action) : null}>
        {open ? (
          <>
            <p>
              {who(open)} · <Instant at={open.at} /> · {open.address ?? "–"}
            </p>
            <p>
              <Subject entry={open} /> <span className={`${styles.quiet} ${styles.code}`}>{open.action}</span>
            </p>
            {Object.keys(open.detail).length === 0 ? (
              <p className={styles.quiet}>{t("settings:audit.noDetail")}</p>
            ) : (
              <pre className={styles.detail}>{JSON.stringify(open.detail, null, 2)}</pre>
            )}
          </>
        ) : null}
      </SideDrawer>
    </Page>
  );
}

/** Where what was touched can be looked at: the page that shows one of its kind. */
const SHOWN: Record<string, string> = {
  customer: "/customers/",
  segment: "/segments/",
  promotion: "/promotions/",
  draw: "/draws/",
  import: "/imports/",
};

function Subject({ entry }: { entry: AuditEntry }) {
  const text = useAuditWords().subject(entry);
  const folder = SHOWN[entry.subject_kind ?? ""];
  if (!folder || !entry.subject_id) return <span>{text}</span>;
  return (
    <Link to={`${folder}${entry.subject_id}`} onClick={(event) => event.stopPropagation()}>
      {text}
    </Link>
  );
}
