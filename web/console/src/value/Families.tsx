// How often each family of products is bought again.
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { FamilyRhythm } from "../api";
import { nameAxis, Panel, TakeDrawn, useFormat, useQueryState, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

export function Families({ families }: { families: FamilyRhythm[] }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const { ink } = useAppearance();
  const { set } = useQueryState();
  if (families.length === 0) return null;
  const name = t("next.families");
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("next.familiesHint")} <Defined of={["families"]} name={name} />
        </>
      }
      extra={
        <TakeDrawn
          name={name}
          size={[760, 60 + 30 * families.length]}
          draw={() => ({
            grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
            xAxis: valueAxis((value) => say.number(value, 0), ink),
            yAxis: {
              ...nameAxis(
                families.map((one) => one.family),
                ink,
              ),
              inverse: true,
            },
            series: [
              {
                type: "bar",
                data: families.map((one) => one.usual_gap),
                itemStyle: { color: ink.accent },
                label: { show: true, position: "right", color: ink.text },
              },
            ],
          })}
          table={{
            columns: [t("next.family"), t("next.gap"), t("people"), t("next.dueWeek")],
            rows: families.map((one) => [one.family, one.usual_gap, one.customers, one.due_week]),
          }}
        />
      }
    >
      <Table<FamilyRhythm>
        size="middle"
        pagination={families.length > 12 ? { pageSize: 12, size: "small", showSizeChanger: false } : false}
        rowKey="family"
        dataSource={families}
        scroll={{ x: 520 }}
        columns={[
          {
            key: "family",
            title: t("next.family"),
            render: (_, one) => (
              <span>
                {one.family} {one.replenished ? <Tag variant="filled">{t("next.replenished")}</Tag> : null}
              </span>
            ),
          },
          {
            key: "gap",
            title: t("next.gap"),
            align: "right",
            render: (_, one) => t(one.by_unit ? "next.daysUnit" : "days", { value: say.number(one.usual_gap) }),
          },
          { key: "customers", title: t("people"), align: "right", render: (_, one) => f.count(one.customers) },
          {
            key: "due",
            title: t("next.dueWeek"),
            align: "right",
            render: (_, one) =>
              one.due_week > 0 ? (
                <button type="button" className={styles.link} onClick={() => set({ family: one.family, when: null })}>
                  {f.count(one.due_week)}
                </button>
              ) : (
                "0"
              ),
          },
        ]}
      />
    </Panel>
  );
}
