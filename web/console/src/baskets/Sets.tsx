// What stands together in one order most often.
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { BasketSet, BasketsPage } from "../api";
import { nameAxis, Panel, TakeDrawn, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "../value/Crowd";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";
import { useBasketWords } from "./say";

const DRAWN = 20;

export function Sets({ data }: { data: BasketsPage }) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const say = useBasketWords(data);
  const open = useCrowd();
  const { ink } = useAppearance();
  if (data.sets.length === 0) return null;
  const drawn = data.sets.slice(0, DRAWN);
  return (
    <Panel
      title={t("sets")}
      hint={
        <>
          {t("setsHint")} <Defined of={["support"]} name={t("supportName")} />
        </>
      }
      extra={
        <TakeDrawn
          name={t("sets")}
          size={[860, 60 + 30 * drawn.length]}
          draw={() => ({
            grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
            xAxis: valueAxis(f.count, ink),
            yAxis: {
              ...nameAxis(
                drawn.map((set) => say.items(set.items)),
                ink,
              ),
              inverse: true,
            },
            series: [
              {
                type: "bar",
                data: drawn.map((set) => set.baskets),
                itemStyle: { color: ink.accent },
                label: { show: true, position: "right", color: ink.text },
              },
            ],
          })}
          table={{
            columns: [t("set"), t("baskets"), t("supportName")],
            rows: data.sets.map((set) => [say.items(set.items), set.baskets, set.support / 1000]),
          }}
        />
      }
    >
      <Table<BasketSet>
        size="middle"
        rowKey={say.setKey}
        dataSource={data.sets}
        pagination={data.sets.length > 10 ? { pageSize: 10, size: "small", showSizeChanger: false } : false}
        scroll={{ x: 340 }}
        columns={[
          {
            key: "set",
            title: t("set"),
            render: (_, set) => (
              <button
                type="button"
                className={styles.link}
                onClick={() =>
                  open({
                    name: t("setCrowd", { titles: say.items(set.items) }),
                    rule: set.rule,
                    figures: [
                      { label: t("baskets"), value: f.count(set.baskets) },
                      { label: t("supportName"), value: f.rate(set.support) },
                      ...say.listed(set.items),
                    ],
                  })
                }
              >
                {say.items(set.items)}
              </button>
            ),
          },
          { key: "baskets", title: t("baskets"), align: "right", render: (_, set) => f.count(set.baskets) },
          { key: "support", title: t("supportName"), align: "right", render: (_, set) => f.rate(set.support) },
        ]}
      />
    </Panel>
  );
}
