// 积分商城: what points buy, how much of it is left, and the redemptions that wait to be sent.
import { GiftOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Tabs, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Page as ListPage, type MallItem, type MallOrder, post, useGet, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { SentTo } from "../deliveries/SentTo";
import {
  type Column,
  Count,
  DataList,
  Empty,
  FilterBar,
  Instant,
  Page,
  Panel,
  useConfirm,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";
import { MallDrawer } from "./MallDrawer";
import styles from "./Points.module.css";

export default function Mall() {
  const { t } = useTranslation(["points", "app"]);
  const f = useFormat();
  const can = useCan()("members.write");
  const { query, set, clear } = useQueryState();
  const items = useGet<ListPage<MallItem>>("/points/mall", { limit: 200 });
  const waiting = useGet<ListPage<MallOrder>>("/points/mall/orders", { status: "claimed", limit: 1 });
  const [editing, setEditing] = useState<MallItem | "new" | null>(null);
  const list = items.data?.items;
  const active = list?.filter((one) => one.active).length ?? 0;
  const tab = query.tab === "orders" ? "orders" : "items";
  const add = can ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
      {t("mall.add")}
    </Button>
  ) : null;
  return (
    <Page
      title={t("app:page.mall")}
      sentence={
        list
          ? t("mall.sentence", {
              count: active,
              active: f.count(active),
              taken: f.count(list.reduce((sum, one) => sum + one.taken, 0)),
              waiting: t((waiting.data?.items.length ?? 0) > 0 ? "mall.waiting" : "mall.nothingWaiting"),
            })
          : items.error
            ? undefined
            : null
      }
      actions={add}
    >
      <Panel flush>
        <Tabs
          className={styles.tabs}
          activeKey={tab}
          onChange={(key) => {
            clear();
            set({ tab: key === "items" ? null : key });
          }}
          items={[
            { key: "items", label: t("mall.items") },
            { key: "orders", label: t("mall.orders") },
          ]}
        />
        {tab === "items" ? <Items open={setEditing} add={add} can={can} /> : <Orders can={can} />}
      </Panel>
      <MallDrawer item={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

/** How many may still be taken; nothing where there is no limit. */
function leftOf({ stock, taken }: MallItem): number | null {
  return stock === null ? null : Math.max(0, stock - taken);
}

function Items({ open, add, can }: { open: (item: MallItem) => void; add: ReactNode; can: boolean }) {
  const { t } = useTranslation("points");
  const label = useLabel();
  const f = useFormat();
  const standing = (item: MallItem) => (!item.active ? "off" : leftOf(item) === 0 ? "out" : "on");
  const columns: Column<MallItem>[] = [
    { key: "name", title: t("mall.name"), width: 220, phone: "title", render: (item) => label(item.name) },
    { key: "kind", title: t("mall.kind"), width: 100, render: (item) => t(`mall.kinds.${item.kind}`) },
    {
      key: "points",
      title: t("mall.points"),
      width: 110,
      align: "right",
      phone: "side",
      render: (item) => <Count value={item.points} />,
    },
    {
      key: "stock",
      title: t("mall.stock"),
      width: 110,
      align: "right",
      phone: "line",
      render: (item) => {
        const left = leftOf(item);
        if (left === null) return t("mall.stockNone");
        return left === 0 ? t("mall.state.out") : t("mall.left", { value: f.count(left) });
      },
    },
    {
      key: "taken",
      title: t("mall.taken"),
      width: 90,
      align: "right",
      phone: "line",
      render: (item) => <Count value={item.taken} />,
    },
    {
      key: "state",
      title: t("mall.active"),
      width: 100,
      render: (item) => {
        const state = standing(item);
        return (
          <Tag variant="filled" color={state === "on" ? "success" : state === "out" ? "warning" : undefined}>
            {t(`mall.state.${state}`)}
          </Tag>
        );
      },
    },
  ];
  return (
    <DataList<MallItem>
      id="mall"
      path="/points/mall"
      columns={columns}
      rowKey={(item) => item.id}
      permission="members.read"
      onOpen={can ? open : undefined}
      empty={<Empty icon={<GiftOutlined />} title={t("mall.emptyTitle")} text={t("mall.emptyText")} action={add} />}
    />
  );
}

function Orders({ can }: { can: boolean }) {
  const { t } = useTranslation(["points", "deliveries", "common"]);
  const label = useLabel();
  const keep = useKeepShops();
  const { query, clear } = useQueryState();
  const columns: Column<MallOrder>[] = [
    { key: "item", title: t("mall.item"), width: 200, phone: "title", render: (order) => label(order.item) },
    {
      key: "customer",
      title: t("common:customer"),
      width: 130,
      phone: "line",
      render: (order) =>
        order.customer_id ? (
          <Link to={keep(`/customers/${order.customer_id}`)}>{order.customer ?? `#${order.customer_id}`}</Link>
        ) : (
          "–"
        ),
    },
    {
      key: "quantity",
      title: t("mall.quantity"),
      width: 80,
      align: "right",
      render: (order) => <Count value={order.quantity} />,
    },
    {
      key: "points",
      title: t("points"),
      width: 100,
      align: "right",
      phone: "line",
      render: (order) => <Count value={order.points} />,
    },
    {
      key: "to",
      title: t("deliveries:to"),
      width: 220,
      phone: "line",
      render: (order) =>
        order.kind === "goods" ? (
          <SentTo of="mall" id={order.id} delivery={order.delivery} waits={order.status === "claimed"} />
        ) : (
          "–"
        ),
    },
    { key: "at", title: t("mall.at"), width: 120, phone: "line", render: (order) => <Instant at={order.at} ago /> },
    {
      key: "status",
      title: t("common:state"),
      width: 100,
      phone: "side",
      render: (order) => (
        <Tag
          variant="filled"
          color={order.status === "claimed" ? "warning" : order.status === "fulfilled" ? "success" : undefined}
        >
          {t(`mall.status.${order.status}`)}
        </Tag>
      ),
    },
    {
      key: "actions",
      title: "",
      width: 150,
      align: "right",
      phone: "line",
      render: (order) => (can ? <Deeds order={order} /> : null),
    },
  ];
  return (
    <DataList<MallOrder>
      id="mall-orders"
      path="/points/mall/orders"
      params={{ status: query.status }}
      columns={columns}
      rowKey={(order) => order.id}
      permission="members.read"
      filtered={Boolean(query.status)}
      onClear={() => clear(["tab"])}
      toolbar={
        <FilterBar
          filters={[
            {
              kind: "one",
              key: "status",
              label: t("common:state"),
              options: (["claimed", "fulfilled", "cancelled"] as const).map((value) => ({
                value,
                label: t(`mall.status.${value}`),
              })),
            },
          ]}
        />
      }
      empty={<Empty icon={<GiftOutlined />} title={t("mall.ordersNone")} text={t("mall.ordersNoneText")} />}
    />
  );
}

function Deeds({ order }: { order: MallOrder }) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const label = useLabel();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const { message } = App.useApp();
  if (order.status !== "claimed") return null;
  const run = async (path: string, body: unknown) => {
    await post(`/points/mall/orders/${order.id}/${path}`, body);
    await refresh("/points", "/customers");
    message.success(t("mall.saved"));
  };
  return (
    <>
      <Button
        size="small"
        onClick={() =>
          confirm({
            title: t("mall.fulfilAsk", { item: label(order.item), name: order.customer ?? t("mall.someone") }),
            text: t("mall.fulfilText"),
            verb: t("mall.fulfil"),
            run: () => run("fulfil", {}),
          })
        }
      >
        {t("mall.fulfil")}
      </Button>{" "}
      <Button
        size="small"
        type="text"
        onClick={() =>
          confirm({
            title: t("mall.cancelAsk"),
            text: t("mall.cancelText", { points: f.count(order.points) }),
            verb: t("mall.cancel"),
            danger: true,
            run: () => run("cancel", { reason: t("mall.cancelReason") }),
          })
        }
      >
        {t("mall.cancel")}
      </Button>
    </>
  );
}
