// The 25 cells as a table that is its own picture: each a button that opens who is in it.
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { RfmCell } from "../api";
import { type ChartOption, nameAxis, TakeDrawn, useFormat } from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import heat from "./Heat.module.css";
import { depth } from "./heat";
import { useSay } from "./say";

export type Measure = "customers" | "realised" | "mean";
const UP = [1, 2, 3, 4, 5];
const DOWN = [5, 4, 3, 2, 1];

export function RfmHeat({ cells, by, name }: { cells: RfmCell[]; by: Measure; name: string }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  const { ink } = useAppearance();
  const most = Math.max(1, ...cells.map((cell) => cell[by]));
  const find = (recency: number, frequency: number) =>
    cells.find((cell) => cell.recency === recency && cell.frequency === frequency);
  const short = (value: number) => (by === "customers" ? f.shortCount(value) : say.money(value));
  const end = (n: number, low: string, high: string) => (n === 1 ? low : n === 5 ? high : "");
  const facts = (cell: RfmCell) => [
    { label: t("people"), value: f.count(cell.customers) },
    { label: t("rfm.measure.realised"), value: say.whole(cell.realised) },
    { label: t("rfm.measure.mean"), value: say.whole(cell.mean) },
  ];
  const title = (cell: RfmCell) => t("rfm.cell", { r: cell.recency, f: cell.frequency });
  const see = (cell: RfmCell) =>
    open({
      name: `RFM ${title(cell)}`,
      rule: cell.rule,
      figures: facts(cell),
      parts: cell.monetary
        .filter((one) => one.customers > 0)
        .map((one) => ({
          name: `M${one.score}`,
          rule: one.rule,
          figures: [{ label: t("people"), value: f.count(one.customers) }],
        })),
    });
  const draw = (): ChartOption => ({
    grid: { left: 8, right: 16, top: 16, bottom: 30, containLabel: true },
    xAxis: {
      ...nameAxis(
        UP.map((n) => `F${n}`),
        ink,
      ),
      name: t("rfm.frequency"),
      nameLocation: "middle",
      nameGap: 28,
    },
    yAxis: {
      ...nameAxis(
        UP.map((n) => `R${n}`),
        ink,
      ),
      name: t("rfm.recency"),
    },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ink.ramp } },
    series: [
      {
        type: "heatmap",
        data: cells.map((cell) => [cell.frequency - 1, cell.recency - 1, cell[by]]),
        label: {
          show: true,
          color: ink.text,
          formatter: (given) => short(Number((given.data as number[])[2] ?? 0)),
        },
        itemStyle: { borderColor: ink.surface, borderWidth: 3, borderRadius: 6 },
      },
    ],
  });
  return (
    <div className={heat.taken}>
      <div className={heat.take}>
        <TakeDrawn
          name={name}
          size={[760, 460]}
          draw={draw}
          table={{
            columns: ["R", "F", t("people"), t("rfm.measure.realised"), t("rfm.measure.mean")],
            rows: cells.map((cell) => [
              cell.recency,
              cell.frequency,
              cell.customers,
              say.plain(cell.realised),
              say.plain(cell.mean),
            ]),
          }}
        />
      </div>
      <table className={heat.rfm}>
        <caption className="unseen">{name}</caption>
        <colgroup>
          <col className={heat.lead} />
          <col span={5} />
        </colgroup>
        <tbody>
          {DOWN.map((recency) => (
            <tr key={recency}>
              <th scope="row">
                <strong>R{recency}</strong>
                <span>{end(recency, t("rfm.long"), t("rfm.lately"))}</span>
              </th>
              {UP.map((frequency) => {
                const cell = find(recency, frequency);
                if (!cell) return <td key={frequency} />;
                const deep = depth(cell[by], most, ink.ramp.length);
                return (
                  <td key={frequency}>
                    <Tooltip
                      title={
                        <>
                          {title(cell)}
                          {facts(cell).map((one) => (
                            <div key={one.label}>
                              {one.label} {one.value}
                            </div>
                          ))}
                        </>
                      }
                    >
                      <button
                        type="button"
                        className={heat.heatCell}
                        style={{ background: ink.ramp[deep], color: deep >= 4 ? ink.surface : ink.text }}
                        disabled={cell.customers === 0}
                        aria-label={`${title(cell)} ${short(cell[by])}: ${facts(cell)
                          .map((one) => `${one.label} ${one.value}`)
                          .join(", ")}`}
                        onClick={() => see(cell)}
                      >
                        {short(cell[by])}
                      </button>
                    </Tooltip>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {UP.map((n) => (
              <th key={n} scope="col">
                <strong>F{n}</strong>
                <span>{end(n, t("rfm.seldom"), t("rfm.often"))}</span>
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
