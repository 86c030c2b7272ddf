// 抽奖: every draw with how many drew, how many won, and what waits to be handed over.
import { PlusOutlined, TrophyOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Draw, type DrawState, type Page as ListPage, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import {
  type Column,
  Count,
  DataList,
  Empty,
  FilterBar,
  Page,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";
import styles from "./Draws.module.css";

export const STATES: DrawState[] = ["draft", "scheduled", "running", "ended"];
const COLOR: Record<DrawState, string | undefined> = {
  draft: undefined,
  scheduled: "processing",
  running: "success",
  ended: undefined,
};

export function DrawTag({ state }: { state: DrawState }) {
  const { t } = useTranslation("draws");
  return (
    <Tag variant="filled" color={COLOR[state]}>
      {t(`states.${state}`)}
    </Tag>
  );
}

export default function Draws() {
  const { t } = useTranslation(["draws", "app"]);
  const f = useFormat();
  const label = useLabel();
  const can = useCan()("coupons.write");
  const go = useNavigate();
  const keep = useKeepShops();
  const { query, clear } = useQueryState();
  const all = useGet<ListPage<Draw>>("/draws", { limit: 200 });
  const list = all.data?.items;
  const sum = (of: (draw: Draw) => number) => (list ?? []).reduce((total, one) => total + of(one), 0);
  const add = can ? (
    <Link to={keep("/draws/new")}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t("new")}
      </Button>
    </Link>
  ) : null;
  const columns: Column<Draw>[] = [
    { key: "name", title: t("name"), width: 220, phone: "title", render: (one) => label(one.terms.name) },
    { key: "state", title: t("state"), width: 110, phone: "side", render: (one) => <DrawTag state={one.state} /> },
    {
      key: "time",
      title: t("time"),
      width: 200,
      phone: "line",
      render: (one) => (
        <span className={styles.quiet}>{`${f.day(one.terms.starts_at)} – ${f.day(one.terms.ends_at)}`}</span>
      ),
    },
    {
      key: "tickets",
      title: t("tickets"),
      width: 100,
      align: "right",
      phone: "line",
      render: (one) => <Count value={one.tickets} />,
    },
    {
      key: "winners",
      title: t("winners"),
      width: 100,
      align: "right",
      phone: "line",
      render: (one) => <Count value={one.winners} />,
    },
    {
      key: "waiting",
      title: t("waiting"),
      width: 110,
      align: "right",
      render: (one) => (one.waiting > 0 ? <Tag color="warning">{f.count(one.waiting)}</Tag> : "–"),
    },
  ];
  return (
    <Page
      title={t("app:page.draws")}
      sentence={
        list
          ? t("sentence", {
              count: list.filter((one) => one.state === "running").length,
              tickets: f.count(sum((one) => one.tickets)),
              winners: f.count(sum((one) => one.winners)),
              waiting: f.count(sum((one) => one.waiting)),
            })
          : all.error
            ? undefined
            : null
      }
      actions={add}
    >
      <Panel flush>
        <DataList<Draw>
          id="draws"
          path="/draws"
          params={{ state: query.state }}
          columns={columns}
          rowKey={(one) => one.id}
          permission="coupons.read"
          onOpen={(one) => go(keep(`/draws/${one.id}`))}
          filtered={Boolean(query.state)}
          onClear={() => clear()}
          toolbar={
            <FilterBar
              filters={[
                {
                  kind: "one",
                  key: "state",
                  label: t("state"),
                  options: STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
              ]}
            />
          }
          empty={<Empty icon={<TrophyOutlined />} title={t("emptyTitle")} text={t("emptyText")} action={add} />}
        />
      </Panel>
    </Page>
  );
}
