// 优惠券: every programme with how far its coupons got, from issued to used.
import { PlusOutlined, TagsOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type CouponFunnel, type CouponProgramme, type Page as ListPage, type Segment, useGet } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { type Column, DataList, Empty, FilterBar, Page, Panel, useFormat, useLabel, useQueryState } from "../kit";
import { STATES, StateTag } from "../promotions/standing";
import styles from "./Coupons.module.css";

export default function Coupons() {
  const { t } = useTranslation(["coupons", "promotions", "app"]);
  const f = useFormat();
  const label = useLabel();
  const can = useCan()("coupons.write");
  const go = useNavigate();
  const keep = useKeepShops();
  const { query, clear } = useQueryState();
  const all = useGet<ListPage<CouponProgramme>>("/coupons/programmes", { limit: 200 });
  const segment = query.segment;
  const whom = useGet<Segment>(`/segments/${segment}`, {}, { enabled: Boolean(segment) }).data;
  const list = all.data?.items;
  const sum = (of: (funnel: CouponFunnel) => number) => (list ?? []).reduce((total, one) => total + of(one.funnel), 0);
  const add = can ? (
    <Link to={keep("/coupons/new")}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t("new")}
      </Button>
    </Link>
  ) : null;
  const columns: Column<CouponProgramme>[] = [
    {
      key: "name",
      title: t("name"),
      width: 210,
      phone: "title",
      render: (one) => label(one.promotion.name) || one.promotion.key,
    },
    { key: "kind", title: t("kind"), width: 90, render: (one) => t(`kinds.${one.kind}`) },
    { key: "state", title: t("state"), width: 130, phone: "side", render: (one) => <StateTag row={one.promotion} /> },
    {
      key: "given",
      title: t("given"),
      width: 120,
      render: (one) => <span className={styles.quiet}>{t(`codes.${one.codes}`)}</span>,
    },
    {
      key: "funnel",
      title: t("funnel"),
      width: 230,
      phone: "line",
      render: (one) =>
        one.codes === "single" ? (
          <span className={styles.quiet}>{t("usedOnly", { value: f.count(one.funnel.used) })}</span>
        ) : (
          <Small funnel={one.funnel} />
        ),
    },
    {
      key: "revenue",
      title: t("revenue"),
      width: 130,
      align: "right",
      phone: "line",
      render: (one) => f.amount(one.funnel.revenue),
    },
  ];
  return (
    <Page
      title={t("app:page.coupons")}
      sentence={
        list
          ? t("sentence", {
              running: f.count(list.filter((one) => one.promotion.state === "running").length),
              issued: f.count(sum((one) => one.issued)),
              claimed: f.count(sum((one) => one.claimed)),
              used: f.count(sum((one) => one.used)),
              revenue: f.amount(sum((one) => one.revenue)),
            })
          : all.error
            ? undefined
            : null
      }
      actions={add}
    >
      {whom ? <Alert type="info" showIcon title={t("forSegment", { name: whom.name })} /> : null}
      <Panel flush>
        <DataList<CouponProgramme>
          id="coupons"
          path="/coupons/programmes"
          params={{ state: query.state, q: query.q }}
          columns={columns}
          rowKey={(one) => one.id}
          permission="coupons.read"
          onOpen={(one) => go(keep(`/coupons/${one.id}${whom ? `?segment=${whom.id}` : ""}`))}
          filtered={Boolean(query.state || query.q)}
          onClear={() => clear()}
          toolbar={
            <FilterBar
              filters={[
                { kind: "search", key: "q", label: t("search") },
                {
                  kind: "one",
                  key: "state",
                  label: t("state"),
                  options: STATES.map((value) => ({ value, label: t(`promotions:states.${value}`) })),
                },
              ]}
            />
          }
          empty={<Empty icon={<TagsOutlined />} title={t("emptyTitle")} text={t("emptyText")} action={add} />}
        />
      </Panel>
    </Page>
  );
}

/** Three bars in one another: issued, claimed, used. */
function Small({ funnel }: { funnel: CouponFunnel }) {
  const f = useFormat();
  const { issued, claimed, used } = funnel;
  const most = Math.max(1, issued, claimed);
  return (
    <span className={styles.small}>
      <span className={styles.within} aria-hidden>
        <span className={styles.claimed} style={{ width: `${(100 * claimed) / most}%` }} />
        <span className={styles.usedBar} style={{ width: `${(100 * used) / most}%` }} />
      </span>
      <span className={styles.quiet}>
        {f.shortCount(issued)} → {f.shortCount(claimed)} → {f.shortCount(used)}
      </span>
    </span>
  );
}
