// Products whose reviews are surely worse than those of the others.
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { SatisfactionProduct } from "../api";
import { nameAxis, Panel, TakeDrawn, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "../value/Crowd";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";

export function Products({ products }: { products: SatisfactionProduct[] }) {
  const { t } = useTranslation("satisfaction");
  const f = useFormat();
  const open = useCrowd();
  const { ink } = useAppearance();
  if (products.length === 0) return null;
  return (
    <Panel
      title={t("products")}
      hint={
        <>
          {t("productsHint")} <Defined of={["reviews", "interval"]} name={t("products")} />
        </>
      }
      extra={
        <TakeDrawn
          name={t("products")}
          size={[760, 60 + 40 * products.length]}
          draw={() => ({
            grid: { left: 8, right: 64, top: 16, bottom: 8, containLabel: true },
            xAxis: valueAxis((value) => f.rate(value), ink),
            yAxis: {
              ...nameAxis(
                products.map((one) => one.title),
                ink,
              ),
              inverse: true,
            },
            series: [{ type: "bar", data: products.map((one) => one.score), itemStyle: { color: ink.accent } }],
          })}
          table={{
            columns: [t("product"), t("score"), `${t("interval")} ↓`, `${t("interval")} ↑`, t("answers")],
            rows: products.map((one) => [one.title, one.score / 1000, one.low / 1000, one.high / 1000, one.answers]),
          }}
        />
      }
    >
      <Table<SatisfactionProduct>
        size="middle"
        rowKey="product_id"
        dataSource={products}
        pagination={false}
        scroll={{ x: 560 }}
        columns={[
          {
            key: "product",
            title: t("product"),
            render: (_, one) => (
              <button
                type="button"
                className={styles.link}
                onClick={() =>
                  open({
                    name: t("productCrowd", { title: one.title }),
                    rule: one.rule,
                    figures: [
                      { label: t("score"), value: f.rate(one.score) },
                      { label: t("answers"), value: f.count(one.answers) },
                    ],
                  })
                }
              >
                {one.title}
              </button>
            ),
          },
          { key: "score", title: t("score"), align: "right", render: (_, one) => f.rate(one.score) },
          {
            key: "interval",
            title: t("interval"),
            align: "right",
            render: (_, one) => t("between", { low: f.rate(one.low), high: f.rate(one.high) }),
          },
          { key: "answers", title: t("answers"), align: "right", render: (_, one) => f.count(one.answers) },
        ]}
      />
    </Panel>
  );
}
