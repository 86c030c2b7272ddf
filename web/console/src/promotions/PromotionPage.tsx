// One promotion: what buyers read, how much of it is used by now, its versions, and the orders that used it.
import { CalculatorOutlined, HistoryOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { type PromotionFull, type PromotionUse, type PromotionVersion, useGet } from "../api";
import { useKeepShops } from "../app/session";
import { Named } from "../customers/Named";
import {
  type Column,
  Count,
  DataList,
  Empty,
  Instant,
  Loaded,
  Page,
  PageWaiting,
  Panel,
  useFormat,
  useLabel,
} from "../kit";
import { Deeds } from "./Deeds";
import styles from "./Promotions.module.css";
import { ShopWindowCard } from "./ShopWindowCard";
import { StateTag, UseBar } from "./standing";

export default function PromotionPage() {
  const { t } = useTranslation(["promotions", "app"]);
  const { id = "" } = useParams();
  const f = useFormat();
  const label = useLabel();
  const keep = useKeepShops();
  // What runs is used as we look: ask again while it does.
  const promotion = useGet<PromotionFull>(
    `/promotions/${id}`,
    {},
    { every: ({ state }) => state === "running" && 5000 },
  );
  const data = promotion.data;
  if (!data) return <PageWaiting title={t("app:page.promotion")} query={promotion} />;
  return (
    <Page
      title={label(data.name) || data.key}
      sentence={
        <>
          <StateTag row={data} />{" "}
          {t("useSentence", {
            orders: f.count(data.use.orders),
            spent: f.amount(data.use.spent),
            revenue: f.amount(data.use.revenue),
          })}
        </>
      }
      actions={
        <>
          <Link to={keep(`/promotions/simulator${data.has_draft ? `?with=${data.id}` : ""}`)}>
            <Button icon={<CalculatorOutlined />}>{t("simulate")}</Button>
          </Link>
          <Deeds row={data} />
        </>
      }
    >
      <div className={styles.two}>
        <div className={styles.column}>
          <Used row={data} />
          <Uses id={id} />
        </div>
        <div className={styles.column}>
          <Panel title={data.draft && data.version > 0 ? t("windowDraft") : t("window")}>
            <ShopWindowCard window={data.window} held={data.held} />
          </Panel>
          <Versions id={id} />
        </div>
      </div>
    </Page>
  );
}

export function Used({ row }: { row: PromotionFull }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const { use } = row;
  return (
    <Panel title={t("live")} hint={row.state === "running" ? t("liveHint") : undefined}>
      <dl className={styles.figures}>
        <div>
          <dt>{t("orders")}</dt>
          <dd>{f.count(use.orders)}</dd>
        </div>
        <div>
          <dt>{t("paidOrders")}</dt>
          <dd>{f.count(use.paid_orders)}</dd>
        </div>
        <div>
          <dt>{t("spent")}</dt>
          <dd>{f.amount(use.spent)}</dd>
        </div>
        <div>
          <dt>{t("revenue")}</dt>
          <dd>{f.amount(use.revenue)}</dd>
        </div>
      </dl>
      <UseBar row={row} />
    </Panel>
  );
}

function Uses({ id }: { id: string }) {
  const { t } = useTranslation(["promotions", "common"]);
  const f = useFormat();
  const columns: Column<PromotionUse>[] = [
    { key: "order", title: t("order"), width: 180, phone: "title", render: (one) => one.order },
    { key: "state", title: t("state"), width: 100, phone: "side", render: (one) => t(`useState.${one.state}`) },
    {
      key: "customer",
      title: t("common:customer"),
      width: 140,
      phone: "line",
      render: (one) => <Named id={one.customer_id} name={one.customer} />,
    },
    {
      key: "amount",
      title: t("spent"),
      width: 110,
      align: "right",
      phone: "line",
      render: (one) => f.amount(one.amount),
    },
    { key: "pieces", title: t("pieces"), width: 80, align: "right", render: (one) => <Count value={one.pieces} /> },
    { key: "at", title: t("common:time"), width: 120, render: (one) => <Instant at={one.at} ago /> },
  ];
  return (
    <Panel title={t("uses")} flush>
      <DataList<PromotionUse>
        id="promotion-uses"
        path={`/promotions/${id}/uses`}
        columns={columns}
        rowKey={(one) => `${one.order} ${one.coupon_id ?? ""}`}
        permission="promotions.read"
        empty={<Empty small title={t("usesNone")} text={t("usesNoneText")} />}
      />
    </Panel>
  );
}

export function Versions({ id }: { id: string }) {
  const { t } = useTranslation("promotions");
  const f = useFormat();
  const label = useLabel();
  const versions = useGet<{ items: PromotionVersion[] }>(`/promotions/${id}/versions`);
  return (
    <Panel title={t("versions")}>
      <Loaded query={versions} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small icon={<HistoryOutlined />} title={t("versionsNone")} />
          ) : (
            <ol className={styles.versions}>
              {items.map((one) => (
                <li key={one.version}>
                  <strong>{t("version", { n: one.version })}</strong> {label(one.promotion.name)}
                  <br />
                  <span className={styles.quiet}>
                    {[f.instant(one.at), one.by, one.note].filter(Boolean).join(" · ")}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}
