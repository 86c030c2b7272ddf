// 促销: a month of everything that runs, and the list with how much of each is used.
import { CalculatorOutlined, GiftOutlined, PlusOutlined, SettingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Page as ListPage, type PromotionRow, useGet } from "../api";
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
import { Calendar } from "./Calendar";
import { FORMS } from "./forms";
import styles from "./Promotions.module.css";
import { Days, STATES, StateTag, UseBar } from "./standing";

export default function Promotions() {
  const { t } = useTranslation(["promotions", "app"]);
  const f = useFormat();
  const label = useLabel();
  const can = useCan();
  const go = useNavigate();
  const keep = useKeepShops();
  const { query, clear } = useQueryState();
  const running = useGet<ListPage<PromotionRow>>("/promotions", { state: "running", limit: 200 });
  const scheduled = useGet<ListPage<PromotionRow>>("/promotions", { state: "scheduled", limit: 200 });
  const live = running.data?.items;
  const sentence =
    live && scheduled.data
      ? t("sentence", {
          running: f.count(live.length),
          scheduled: f.count(scheduled.data.items.length),
          spent: f.amount(live.reduce((sum, one) => sum + one.use.spent, 0)),
          revenue: f.amount(live.reduce((sum, one) => sum + one.use.revenue, 0)),
        })
      : running.error
        ? undefined
        : null;
  const open = (row: PromotionRow) => go(keep(row.held ? `/coupons/${row.id}` : `/promotions/${row.id}`));
  const add = can("promotions.write") ? (
    <Link to={keep("/promotions/new")}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t("new")}
      </Button>
    </Link>
  ) : null;
  const columns: Column<PromotionRow>[] = [
    {
      key: "name",
      title: t("name"),
      width: 190,
      phone: "title",
      render: (row) => label(row.name) || row.key,
    },
    { key: "form", title: t("formOf"), width: 100, render: (row) => label(row.form_name) },
    { key: "state", title: t("state"), width: 110, phone: "side", render: (row) => <StateTag row={row} /> },
    {
      key: "time",
      title: t("time"),
      width: 190,
      phone: "line",
      render: (row) => (
        <span className={styles.quiet}>
          <Days row={row} />
        </span>
      ),
    },
    { key: "use", title: t("used"), width: 160, phone: "line", render: (row) => <UseBar row={row} /> },
    {
      key: "orders",
      title: t("orders"),
      width: 80,
      align: "right",
      phone: "line",
      render: (row) => <Count value={row.use.orders} />,
    },
    { key: "spent", title: t("spent"), width: 108, align: "right", render: (row) => f.amount(row.use.spent) },
    {
      key: "revenue",
      title: t("revenue"),
      width: 116,
      align: "right",
      phone: "line",
      render: (row) => f.amount(row.use.revenue),
    },
  ];
  return (
    <Page
      title={t("app:page.promotions")}
      sentence={sentence}
      actions={
        <>
          <Link to={keep("/promotions/settings")}>
            <Button icon={<SettingOutlined />}>{t("settings.link")}</Button>
          </Link>
          <Link to={keep("/promotions/simulator")}>
            <Button icon={<CalculatorOutlined />}>{t("simulate")}</Button>
          </Link>
          {add}
        </>
      }
    >
      <Calendar open={open} />
      <Panel title={t("list")} flush>
        <DataList<PromotionRow>
          id="promotions"
          path="/promotions"
          params={{ held: false, state: query.state, form: query.form, q: query.q }}
          columns={columns}
          rowKey={(row) => row.id}
          permission="promotions.read"
          onOpen={open}
          filtered={Boolean(query.state || query.form || query.q)}
          onClear={() => clear(["month"])}
          toolbar={
            <FilterBar
              filters={[
                { kind: "search", key: "q", label: t("search") },
                {
                  kind: "one",
                  key: "state",
                  label: t("state"),
                  options: STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                {
                  kind: "one",
                  key: "form",
                  label: t("formOf"),
                  wide: true,
                  options: Object.keys(FORMS).map((value) => ({ value, label: t(`form.${value}` as "form.gift") })),
                },
              ]}
            />
          }
          empty={<Empty icon={<GiftOutlined />} title={t("emptyTitle")} text={t("emptyText")} action={add} />}
        />
      </Panel>
    </Page>
  );
}
