// Groups or stages side by side: how many, what they have brought, what they are expected to bring. Each row is a button.
import { useTranslation } from "react-i18next";
import type { RfmGroup } from "../api";
import { type ChartOption, nameAxis, Panel, TakeDrawn, useFormat, useLabel, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";
import styles from "./Value.module.css";

interface Props {
  title: string;
  hint: string;
  define: string[];
  rows: RfmGroup[];
}

export function Groups({ title, hint, define, rows }: Props) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const open = useCrowd();
  const { ink } = useAppearance();
  const most = Math.max(1, ...rows.map((row) => row.share));
  const draw = (): ChartOption => ({
    grid: { left: 8, right: 64, top: 16, bottom: 8, containLabel: true },
    xAxis: valueAxis((value) => f.shortCount(value), ink),
    yAxis: {
      ...nameAxis(
        rows.map((row) => label(row.label)),
        ink,
      ),
      inverse: true,
    },
    series: [
      {
        type: "bar",
        data: rows.map((row) => row.customers),
        barMaxWidth: 22,
        itemStyle: { color: ink.accent, borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: "right", color: ink.text },
      },
    ],
  });
  return (
    <Panel
      title={title}
      hint={
        <>
          {hint} <Defined of={[...define, "realised", "potential"]} name={title} />
        </>
      }
      extra={
        <TakeDrawn
          name={title}
          size={[760, 60 + 40 * rows.length]}
          draw={draw}
          table={{
            columns: [title, t("people"), t("share"), t("short.realised"), t("short.potential")],
            rows: rows.map((row) => [
              label(row.label),
              row.customers,
              row.share / 1000,
              say.plain(row.realised),
              say.plain(row.potential),
            ]),
          }}
        />
      }
    >
      <ol className={styles.groups}>
        {rows.map((row) => (
          <li key={row.key}>
            <button
              type="button"
              className={styles.group}
              disabled={row.customers === 0}
              onClick={() =>
                open({
                  name: label(row.label),
                  rule: row.rule,
                  figures: [
                    { label: t("people"), value: f.count(row.customers) },
                    { label: t("share"), value: f.rate(row.share) },
                    { label: t("figure.realised"), value: say.whole(row.realised) },
                    { label: t("figure.potential"), value: say.whole(row.potential) },
                  ],
                })
              }
            >
              <span className={styles.groupName}>{label(row.label)}</span>
              <span className={styles.track} aria-hidden>
                <span className={styles.fill} style={{ width: `${(100 * row.share) / most}%` }} />
              </span>
              <span className={styles.groupSize}>
                <strong>{f.count(row.customers)}</strong> <span className={styles.quiet}>{f.rate(row.share)}</span>
              </span>
              <span className={styles.groupMoney}>
                {t("short.realised")} {say.money(row.realised)}
              </span>
              <span className={styles.groupMoney}>
                {t("short.potential")} {say.money(row.potential)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
