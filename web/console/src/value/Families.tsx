// How often each family of products is bought again.
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { FamilyRhythm } from "../api";
import { nameAxis, Panel, TakeDrawn, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

const DUES = ["due_week", "due", "overdue"] as const;

export function Families({ families }: { families: FamilyRhythm[] }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const { ink } = useAppearance();
  const open = useCrowd();
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
            columns: [t("next.family"), t("next.gap"), t("people"), ...DUES.map((key) => t(`next.due.${key}`))],
            rows: families.map((one) => [
              one.family,
              one.usual_gap,
              one.customers,
              ...DUES.map((key) => one.due.find((due) => due.key === key)?.customers ?? ""),
            ]),
          }}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={name}>
        <Table<FamilyRhythm>
          size="middle"
          pagination={families.length > 12 ? { pageSize: 12, size: "small", showSizeChanger: false } : false}
          rowKey="family"
          dataSource={families}
          style={{ minWidth: 680 }}
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
            ...DUES.map((key) => ({
              key,
              title: t(`next.due.${key}`),
              align: "right" as const,
              render: (_: unknown, one: FamilyRhythm) => {
                const due = one.due.find((each) => each.key === key);
                if (!due) return <span className={styles.quiet}>–</span>;
                if (due.customers === 0) return "0";
                const name = t(`next.familyCrowd.${key}`, { family: one.family });
                return (
                  <button
                    type="button"
                    className={styles.link}
                    aria-label={`${f.count(due.customers)} ${name}`}
                    onClick={() =>
                      open({ name, rule: due.rule, figures: [{ label: t("people"), value: f.count(due.customers) }] })
                    }
                  >
                    {f.count(due.customers)}
                  </button>
                );
              },
            })),
          ]}
        />
      </section>
      {families.some((one) => one.due.length === 0) ? <p className={styles.note}>{t("next.irregular")}</p> : null}
    </Panel>
  );
}
