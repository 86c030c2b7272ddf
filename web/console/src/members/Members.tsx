// 会员: the pyramid of levels as it stands and as it stood, how people moved between them, and the members themselves.
import { CrownOutlined, LockOutlined, SettingOutlined, TagOutlined } from "@ant-design/icons";
import { Button, Skeleton, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type MemberRow, type Programme, type Pyramid as Shape, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import {
  type Column,
  Count,
  DataList,
  Day,
  Empty,
  ErrorState,
  FilterBar,
  Instant,
  Page,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";
import { Invitations } from "./Invitations";
import styles from "./Members.module.css";
import { Movement } from "./Movement";
import { Pyramid } from "./Pyramid";
import { Recomputing } from "./Recomputing";

const SOURCES = ["open", "invitation", "phone", "automatic", "staff"] as const;

export default function Members() {
  const { t } = useTranslation(["members", "app"]);
  const can = useCan();
  const keep = useKeepShops();
  const programme = useGet<Programme>("/members/programme");
  const pyramid = useGet<Shape>("/members/pyramid", { months: 12 });
  const [inviting, setInviting] = useState(false);
  const [month, setMonth] = useState<string | null>(null);
  const { query, set } = useQueryState();
  const sentence = useSentence(pyramid.data);
  const rules = programme.data;
  const error = pyramid.error ?? programme.error;
  const setUp = (
    <Link to={keep("/members/programme")}>
      <Button type={rules?.enabled ? "default" : "primary"} icon={<SettingOutlined />}>
        {t(rules?.enabled || !can("members.write") ? "programme" : "offAction")}
      </Button>
    </Link>
  );
  if (error && !(pyramid.data && rules))
    return (
      <Page title={t("app:page.members")}>
        <ErrorState error={error} onRetry={() => void Promise.all([pyramid.refetch(), programme.refetch()])} />
      </Page>
    );
  if (rules && pyramid.data && !rules.enabled && pyramid.data.members === 0)
    return (
      <Page title={t("app:page.members")}>
        <Panel>
          <Empty icon={<CrownOutlined />} title={t("offTitle")} text={t("offText")} action={setUp} />
        </Panel>
      </Page>
    );
  return (
    <Page
      title={t("app:page.members")}
      sentence={rules && !rules.enabled ? t("off") : sentence}
      actions={
        <>
          <Button icon={<TagOutlined />} onClick={() => setInviting(true)}>
            {t("invite")}
          </Button>
          <Link to={keep("/members/goods")}>
            <Button icon={<LockOutlined />}>{t("goods.title")}</Button>
          </Link>
          {setUp}
        </>
      }
    >
      <Recomputing />
      <Panel
        title={t("pyramid")}
        hint={month ? t("atMonth", { month }) : t("pyramidHint")}
        extra={
          month ? (
            <Button type="link" size="small" onClick={() => setMonth(null)}>
              {t("backToday")}
            </Button>
          ) : null
        }
      >
        {pyramid.data && rules ? (
          <Pyramid
            pyramid={pyramid.data}
            programme={rules}
            month={month}
            chosen={query.level ?? null}
            choose={(level) => set({ level: level === query.level ? null : level })}
          />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} />
        )}
      </Panel>
      <Panel title={t("movement")} hint={t("movementHint")}>
        <Movement pyramid={pyramid.data} month={month} choose={(one) => setMonth(one === month ? null : one)} />
      </Panel>
      <List programme={rules} />
      <Invitations open={inviting} onClose={() => setInviting(false)} programme={rules} />
    </Page>
  );
}

function useSentence(pyramid: Shape | undefined): string | null {
  const { t } = useTranslation("members");
  const label = useLabel();
  const f = useFormat();
  if (!pyramid) return null;
  const top = [...pyramid.levels].reverse().find((level) => level.members > 0);
  const month = pyramid.months.at(-1);
  return t("sentence", {
    members: f.count(pyramid.members),
    top: top ? t("top", { name: label(top.name), value: f.count(top.members) }) : t("topNone"),
    joined: f.count(month?.joined ?? 0),
    up: f.count(month?.up ?? 0),
    down: f.count(month?.down ?? 0),
  });
}

function List({ programme }: { programme: Programme | undefined }) {
  const { t } = useTranslation(["members", "common"]);
  const label = useLabel();
  const f = useFormat();
  const go = useNavigate();
  const keep = useKeepShops();
  const { query, clear } = useQueryState();
  const columns: Column<MemberRow>[] = [
    {
      key: "name",
      title: t("common:customer"),
      width: 190,
      phone: "title",
      render: (row) => row.name ?? row.number,
    },
    {
      key: "level",
      title: t("level"),
      width: 140,
      phone: "side",
      render: (row) => (
        <span className={styles.tag}>
          {row.level ? (
            <Tag variant="filled">{label(row.level.name)}</Tag>
          ) : (
            <span className={styles.none}>{t("none")}</span>
          )}
          {row.locked ? <LockOutlined aria-label={t("locked")} title={t("locked")} /> : null}
        </span>
      ),
    },
    { key: "number", title: t("number"), width: 130, render: (row) => row.number },
    {
      key: "amount",
      title: t("amount"),
      width: 120,
      align: "right",
      phone: "line",
      render: (row) => f.amount(row.amount),
    },
    {
      key: "deals",
      title: t("deals"),
      width: 90,
      align: "right",
      phone: "line",
      render: (row) => <Count value={row.deals} />,
    },
    { key: "since", title: t("since"), width: 116, render: (row) => <Instant at={row.level_since} ago /> },
    { key: "joined", title: t("joinedAt"), width: 116, render: (row) => <Day at={row.joined_at} /> },
    { key: "source", title: t("source"), width: 110, render: (row) => t(`sources.${row.source}`) },
  ];
  const levels = [
    ...(programme?.levels ?? []).map((level) => ({ value: level.id ?? "", label: label(level.name) })),
    { value: "none", label: t("none") },
  ];
  return (
    <Panel title={t("list")} flush>
      <DataList<MemberRow>
        id="members"
        path="/members"
        params={{ level: query.level, source: query.source, q: query.q }}
        columns={columns}
        rowKey={(row) => row.customer_id}
        permission="members.read"
        onOpen={(row) => go(keep(`/customers/${row.customer_id}`))}
        filtered={Boolean(query.level || query.source || query.q)}
        onClear={() => clear()}
        toolbar={
          <FilterBar
            filters={[
              { kind: "search", key: "q", label: t("searchNumber") },
              { kind: "one", key: "level", label: t("level"), options: levels },
              {
                kind: "one",
                key: "source",
                label: t("source"),
                options: SOURCES.map((value) => ({ value, label: t(`sources.${value}`) })),
              },
            ]}
          />
        }
        empty={<Empty icon={<CrownOutlined />} title={t("emptyTitle")} text={t("emptyText")} />}
      />
    </Panel>
  );
}
