// What the shop sells, with what each product brought in; one opens at the side to be completed.
import { ShoppingOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type Page as Paged, type Product, useGet } from "../api";
import { FirstImport } from "../app/FirstImport";
import { useSession, useShops } from "../app/session";
import {
  type Column,
  DataList,
  type Filter,
  FilterBar,
  Instant,
  Money,
  Page,
  Panel,
  useFormat,
  useQueryState,
} from "../kit";
import { ProductDrawer } from "./ProductDrawer";
import styles from "./Products.module.css";

export default function Products() {
  const { t } = useTranslation(["products", "app", "common"]);
  const f = useFormat();
  const { shop } = useShops();
  const several = useSession().shops.length > 1;
  const { query, set, clear } = useQueryState();
  const { q, category, tag, product } = query;
  const tags = useGet<Paged<string>>("/products/tags");
  const filters: Filter[] = [
    { kind: "search", key: "q", label: t("products:search") },
    { kind: "search", key: "category", label: t("products:category") },
    ...(tags.data?.items.length
      ? [
          {
            kind: "one" as const,
            key: "tag",
            label: t("products:tag"),
            options: tags.data.items.map((one) => ({ value: one, label: one })),
          },
        ]
      : []),
  ];
  const columns: Column<Product>[] = [
    {
      key: "title",
      title: t("products:title"),
      width: 250,
      phone: "title",
      render: (p) => <Name product={p} shop={several ? p.shop : null} />,
    },
    { key: "category", title: t("products:category"), width: 120, phone: "line", render: (p) => p.category ?? "–" },
    {
      key: "tags",
      title: t("products:tags"),
      width: 100,
      phone: "line",
      render: (p) => (p.tags.length > 0 ? p.tags.join(t("products:between")) : "–"),
    },
    {
      key: "price",
      title: t("products:price"),
      width: 100,
      align: "right",
      phone: "line",
      render: (p) => <Money value={p.price} />,
    },
    { key: "cost", title: t("products:cost"), width: 100, align: "right", render: (p) => <Money value={p.cost} /> },
    { key: "stock", title: t("products:stock"), width: 80, align: "right", render: (p) => f.count(p.stock) },
    {
      key: "sold",
      title: t("products:sold"),
      width: 80,
      align: "right",
      phone: "line",
      render: (p) => f.count(p.sold),
    },
    {
      key: "revenue",
      title: t("products:revenue"),
      width: 110,
      align: "right",
      phone: "side",
      render: (p) => <Money value={p.revenue} short />,
    },
    { key: "buyers", title: t("products:buyers"), width: 80, align: "right", render: (p) => f.count(p.buyers) },
    { key: "last", title: t("products:lastSold"), width: 110, render: (p) => <Instant at={p.last_sold_at} ago /> },
    { key: "shop", title: t("common:shop"), width: 150, hidden: true, render: (p) => p.shop },
    { key: "number", title: t("products:number"), width: 150, hidden: true, render: (p) => p.number },
  ];
  return (
    <Page title={t("app:page.products")} sentence={t("products:sentence")}>
      <Panel flush>
        <DataList<Product>
          id="products"
          path="/products"
          params={{ q, category, tag, shop }}
          columns={columns}
          rowKey={(p) => p.id}
          permission="products.read"
          onOpen={(p) => set({ product: p.id })}
          openKey={product ?? null}
          filtered={Boolean(q || category || tag || shop.length)}
          onClear={() => clear()}
          toolbar={<FilterBar filters={filters} />}
          empty={
            <FirstImport
              icon={<ShoppingOutlined />}
              title={t("products:emptyTitle")}
              text={t("products:emptyText")}
              verb={t("products:emptyAction")}
            />
          }
        />
      </Panel>
      <ProductDrawer id={product ?? null} onClose={() => set({ product: null })} />
    </Page>
  );
}

/** What is sold in several shops is a product in each; the shop tells them apart. */
function Name({ product, shop }: { product: Product; shop: string | null }) {
  return (
    <span className={styles.name}>
      <span>{product.title}</span>
      <small>{[product.sku, shop].filter(Boolean).join(" · ")}</small>
    </span>
  );
}
