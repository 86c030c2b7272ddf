// 客户卡片: one person, whole. A sentence, the key figures in one line, then what happened on the left and who it is on
// the right; on a phone the same parts behind tabs.
import { LeftOutlined } from "@ant-design/icons";
import { Skeleton, Tabs } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { type CustomerCard, type Order, useGet, usePages } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { CardCoupons } from "../coupons/CardCoupons";
import { CardGifts } from "../gifts/CardGifts";
import { CardGroupBuys } from "../groupBuys/CardGroupBuys";
import { ErrorState, Page, Panel, useFormat, useQueryState } from "../kit";
import { CardMembership } from "../members/card/CardMembership";
import { CardReferrals } from "../portal/CardReferrals";
import { usePhone } from "../theme/width";
import { CardValue } from "../value/card/CardValue";
import { CardWallet } from "../wallet/CardWallet";
import { Actions } from "./Actions";
import { Attributes } from "./Attributes";
import styles from "./Card.module.css";
import { CardOrders } from "./CardOrders";
import { CardSegments } from "./CardSegments";
import { Consents } from "./Consents";
import { Head } from "./Head";
import { Identity } from "./Identity";
import { Labels } from "./Labels";
import { Notes } from "./Notes";
import { Spend } from "./Spend";
import { favourite, useSentence } from "./sentence";
import { Timeline } from "./Timeline";
import { labelOf } from "./Who";

export default function Card() {
  const { t } = useTranslation(["customers", "app"]);
  const { id = "" } = useParams();
  const can = useCan();
  const place = useLocation();
  const keep = useKeepShops();
  const card = useGet<CustomerCard>(`/customers/${id}`);
  const orders = usePages<Order>(`/customers/${id}/orders`, {}, { enabled: can("orders.read") });
  const say = useSentence();
  const list = (place.state as { list?: string } | null)?.list ?? "";
  const data = card.data;
  const back = (
    <Link to={list ? `/customers${list}` : keep("/customers")} className={styles.back}>
      <LeftOutlined aria-hidden /> {t("card.back")}
    </Link>
  );
  if (card.error && !data)
    return (
      <Page title={t("app:page.customer")}>
        {back}
        <ErrorState error={card.error} onRetry={() => void card.refetch()} />
      </Page>
    );
  return (
    <div>
      {back}
      <Page
        title={data ? labelOf(data) : t("app:page.customer")}
        sentence={data ? say(data, favourite(orders.rows ?? [])) : null}
        actions={data ? <Actions card={data} /> : null}
      >
        {data ? <Whole card={data} /> : <Waiting />}
      </Page>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Panel>
          <Skeleton active paragraph={{ rows: 2 }} />
        </Panel>
        <Panel>
          <Skeleton active paragraph={{ rows: 10 }} />
        </Panel>
      </div>
      <div className={styles.side}>
        <Panel>
          <Skeleton active paragraph={{ rows: 12 }} />
        </Panel>
      </div>
    </div>
  );
}

type Part = "overview" | "timeline" | "orders" | "identity" | "reach" | "notes";

function Whole({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const can = useCan();
  const phone = usePhone();
  const f = useFormat();
  const { query, set } = useQueryState();
  const parts: { key: Part; label: ReactNode; children: ReactNode; phone?: boolean }[] = [
    {
      key: "overview",
      label: t("card.overview"),
      phone: true,
      children: (
        <div className={styles.stack}>
          <Attributes card={card} />
          <CardValue id={card.id} />
          <CardMembership card={card} />
          <CardCoupons card={card} />
          <CardWallet card={card} />
          <CardGifts card={card} />
          <CardGroupBuys card={card} />
          <CardReferrals card={card} />
          <Labels card={card} />
          <CardSegments id={card.id} />
          <Spend card={card} />
        </div>
      ),
    },
    { key: "timeline", label: t("card.timeline"), children: <Timeline card={card} /> },
    ...(can("orders.read")
      ? [
          {
            key: "orders" as const,
            label: `${t("card.orders")} ${f.count(card.deals + card.closed)}`,
            children: <CardOrders id={card.id} />,
          },
        ]
      : []),
    {
      key: "identity",
      label: `${t("card.identity")} ${f.count(card.profile_list.length)}`,
      children: <Identity card={card} />,
    },
    { key: "reach", label: t("card.reach"), children: <Consents card={card} /> },
    {
      key: "notes",
      label: card.notes.length > 0 ? `${t("card.notes")} ${card.notes.length}` : t("card.notes"),
      phone: true,
      children: <Notes card={card} />,
    },
  ];
  const shown = parts.filter((part) => phone || !part.phone);
  const active = shown.find((part) => part.key === query.part)?.key ?? shown[0]?.key;
  const tabs = (
    <Tabs
      className={styles.tabs}
      activeKey={active}
      onChange={(key) => set({ part: key === shown[0]?.key ? null : key })}
      items={shown.map(({ key, label, children }) => ({
        key,
        label,
        children: <div className={phone && key !== "overview" ? styles.sheet : undefined}>{children}</div>,
      }))}
    />
  );
  if (phone)
    return (
      <>
        <Panel>
          <Head card={card} />
        </Panel>
        {tabs}
      </>
    );
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Panel>
          <Head card={card} />
          <Spend card={card} bare />
        </Panel>
        <Panel flush>
          <div className={styles.tabbed}>{tabs}</div>
        </Panel>
      </div>
      <div className={styles.side}>
        <Attributes card={card} />
        <CardValue id={card.id} />
        <CardMembership card={card} />
        <CardCoupons card={card} />
        <CardWallet card={card} />
        <CardGifts card={card} />
        <CardGroupBuys card={card} />
        <CardReferrals card={card} />
        <Labels card={card} />
        <CardSegments id={card.id} />
        <Panel title={t("card.notes")}>
          <Notes card={card} />
        </Panel>
      </div>
    </div>
  );
}
