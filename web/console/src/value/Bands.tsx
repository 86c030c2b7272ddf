// How each value spreads over the customers.
import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueBands } from "../api";
import { Chart, type ChartOption, nameAxis, Panel, tip, tooltip, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { useSay } from "./say";

export function Bands({ bands }: { bands: ValueBands[] }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const phone = usePhone();
  const open = useCrowd();
  const { ink } = useAppearance();
  const [chosen, choose] = useState<ValueBands["key"]>("realised");
  const [by, setBy] = useState<"customers" | "sum">("customers");
  const bars = useMemo(() => bands.find((one) => one.key === chosen)?.bars ?? [], [bands, chosen]);
  const title = t("bands.title", { value: t(`figure.${chosen}`) });
  const facts = (bar: ValueBands["bars"][number]) => [
    { label: t("people"), value: f.count(bar.customers) },
    { label: t("bands.sum"), value: say.whole(bar.sum) },
  ];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are of the language and the currency, which `t` and `f` stand for
  const option = useMemo<ChartOption>(() => {
    const short = (value: number) => (by === "sum" ? say.money(value) : f.shortCount(value));
    return {
      grid: { left: 8, right: 12, top: 24, bottom: 8, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: ink.line, opacity: 0.4 } },
        formatter: (given: unknown) => {
          const bar = bars[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          return bar ? tip(say.band(bar.from, bar.to), facts(bar), ink) : "";
        },
      },
      xAxis: {
        ...nameAxis(
          bars.map((bar) => say.band(bar.from, bar.to)),
          ink,
        ),
        axisLabel: { color: ink.text, fontSize: 12, hideOverlap: true, rotate: phone ? 40 : 0 },
      },
      yAxis: valueAxis(short, ink),
      series: [
        {
          type: "bar",
          data: bars.map((bar) => bar[by]),
          barMaxWidth: 56,
          itemStyle: { color: ink.accent, borderRadius: [3, 3, 0, 0] },
          label: {
            show: !phone,
            position: "top",
            color: ink.text,
            fontSize: 12,
            formatter: (given) => short(bars[given.dataIndex]?.[by] ?? 0),
          },
        },
      ],
    };
  }, [bars, by, ink, phone, t, f]);
  const see = (bar: ValueBands["bars"][number] | undefined) =>
    bar &&
    open({ name: `${t(`figure.${chosen}`)} ${say.band(bar.from, bar.to)}`, rule: bar.rule, figures: facts(bar) });
  return (
    <Panel
      title={title}
      hint={
        <>
          {t("bands.hint")} <Defined of={[chosen]} name={title} />
        </>
      }
      extra={
        <Segmented<ValueBands["key"]>
          aria-label={t("bands.which")}
          value={chosen}
          onChange={choose}
          options={bands.map(({ key }) => ({ value: key, label: t(`short.${key}`) }))}
        />
      }
    >
      <Chart
        name={title}
        head={
          <Segmented<"customers" | "sum">
            size="small"
            aria-label={t("bands.by")}
            value={by}
            onChange={setBy}
            options={[
              { value: "customers", label: t("people") },
              { value: "sum", label: t("bands.sum") },
            ]}
          />
        }
        option={option}
        height={280}
        empty={bars.length === 0}
        onClick={({ dataIndex }) => see(bars[dataIndex])}
        table={{
          columns: [t(`figure.${chosen}`), t("people"), t("bands.sum")],
          rows: bars.map((bar) => [say.band(bar.from, bar.to), ...facts(bar).map(({ value }) => value)]),
          plain: bars.map((bar) => [say.band(bar.from, bar.to), bar.customers, say.plain(bar.sum)]),
          open: (row) => see(bars[row]),
        }}
      />
    </Panel>
  );
}
