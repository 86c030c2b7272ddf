// One product: what it brought in, and what only the shop knows about it.
import { App, Button, Descriptions, Form, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { type Money as Amount, type Product, patch, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Instant, Loaded, Money, SideDrawer, useFormat, useSaving } from "../kit";
import { major, minor, places } from "../kit/format";
import styles from "./Products.module.css";
import { WordSelect } from "./WordSelect";

interface Values {
  category?: string | null;
  tags?: string[];
  price?: number | null;
  cost?: number | null;
  stock?: number | null;
}

export function ProductDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const query = useGet<Product>(`/products/${id ?? ""}`, {}, { enabled: id !== null });
  return (
    <SideDrawer open={id !== null} onClose={onClose} title={query.data?.title ?? ""}>
      {id === null ? null : <Loaded query={query}>{(product) => <Details product={product} />}</Loaded>}
    </SideDrawer>
  );
}

function Details({ product }: { product: Product }) {
  const { t } = useTranslation(["products", "common"]);
  const f = useFormat();
  const can = useCan();
  const rows = [
    { key: "revenue", label: t("products:revenue"), children: <Money value={product.revenue} /> },
    { key: "sold", label: t("products:sold"), children: f.count(product.sold) },
    { key: "buyers", label: t("products:buyers"), children: f.count(product.buyers) },
    { key: "last", label: t("products:lastSold"), children: <Instant at={product.last_sold_at} ago /> },
    { key: "shop", label: t("common:shop"), children: product.shop },
    { key: "number", label: t("products:number"), children: product.number },
    { key: "sku", label: t("products:sku"), children: product.sku ?? "–" },
  ];
  return (
    <>
      <Descriptions column={2} size="small" items={rows} />
      {can("products.write") ? <Edit key={product.id} product={product} /> : null}
    </>
  );
}

/** Tags as a field of the form, which hands over what stands in it. */
function WordField({ id, value, onChange }: { id?: string; value?: string[]; onChange?: (tags: string[]) => void }) {
  return <WordSelect id={id} of="tags" value={value ?? []} onChange={(tags) => onChange?.(tags)} />;
}

/** Amounts are edited in major units, as a price tag shows them, and sent in minor units. */
function Edit({ product }: { product: Product }) {
  const { t } = useTranslation(["products", "common"]);
  const currency = product.price?.currency ?? product.revenue.currency;
  const typed = (value: Amount | null) => (value ? major(value.amount, value.currency) : null);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [form] = Form.useForm<Values>();
  const { busy, send } = useSaving(form, async (values: Values) => {
    await patch(`/products/${product.id}`, {
      category: values.category || null,
      // What a file said stays as it is unless it is changed here.
      ...(form.isFieldTouched("tags") ? { tags: values.tags ?? [] } : {}),
      price: minor(values.price, currency),
      cost: minor(values.cost, currency),
      stock: values.stock ?? null,
    });
    await refresh("/products");
    message.success(t("common:saved"));
  });
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={{
        category: product.category,
        tags: product.tags,
        price: typed(product.price),
        cost: typed(product.cost),
        stock: product.stock,
      }}
      onFinish={(values) => void send(values)}
    >
      <p className={styles.hint}>{t("products:editHint")}</p>
      <Form.Item name="category" label={t("products:category")}>
        <Input />
      </Form.Item>
      <Form.Item name="tags" label={t("products:tags")} extra={t("products:tagsHint")}>
        <WordField />
      </Form.Item>
      <Form.Item name="price" label={t("products:price")}>
        <InputNumber min={0} precision={places(currency)} suffix={currency} className={styles.number} />
      </Form.Item>
      <Form.Item name="cost" label={t("products:cost")}>
        <InputNumber min={0} precision={places(currency)} suffix={currency} className={styles.number} />
      </Form.Item>
      <Form.Item name="stock" label={t("products:stock")}>
        <InputNumber min={0} precision={0} className={styles.number} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t("common:save")}
      </Button>
    </Form>
  );
}
