// How customers moved between states from month to month: the flows of one month as bands, and the largest in words. Each
// band and each state opens the customers behind it: of the last month as a rule, of those before as a list.
import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Flows, ValueFlow } from "../api";
import { Chart, type ChartOption, Panel, tip, tooltip, useFormat, useLabel } from "../kit";
import { useAppearance } from "../theme/appearance";
import type { Ink } from "../theme/tokens";
import { usePhone } from "../theme/width";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { moved } from "./flows";
import styles from "./Value.module.css";

interface Props {
  movement: Flows;
  title: string;
  hint: string;
  /** The key of its definition. */
  define: string;
  /** How much of the accent a state gets, 0 to 1; nothing for those who are gone. */
  weight: (key: string) => number;
  height?: number;
}

function shade(weight: number, ink: Ink): string {
  if (weight <= 0) return ink.quiet;
  return weight > 0.66 ? ink.accent : weight > 0.33 ? (ink.ramp[3] ?? ink.soft) : ink.soft;
}

export function Movement({ movement, title, hint, define, weight, height = 440 }: Props) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const phone = usePhone();
  const { ink } = useAppearance();
  const [chosen, choose] = useState<string | null>(null);
  const month = movement.months.find((one) => one.to === chosen) ?? movement.months.at(-1);
  const names = useMemo(
    () => new Map(movement.states.map((state) => [state.key, label(state.label)] as const)),
    [movement, label],
  );
  const shown = useMemo(() => moved(movement, month), [movement, month]);
  const option = useMemo<ChartOption | undefined>(() => {
    if (!month) return undefined;
    const node = (side: "from" | "to", key: string, value: number) => ({
      name: `${side} ${key}`,
      itemStyle: { color: shade(weight(key), ink) },
      label: {
        position: side === "from" ? ("right" as const) : ("left" as const),
        formatter: `${names.get(key) ?? key} ${f.shortCount(value)}`,
        color: ink.text,
        fontSize: 12,
        ...(phone ? { width: 130, overflow: "truncate" as const } : {}),
        textBorderColor: ink.surface,
        textBorderWidth: 2,
      },
    });
    return {
      tooltip: {
        ...tooltip(ink),
        formatter: (given: unknown) => {
          const one = given as {
            dataType: string;
            data: { source?: string; target?: string; name?: string };
            value: number;
          };
          const name = (node?: string) => names.get((node ?? "").split(" ")[1] ?? "") ?? "";
          return one.dataType === "edge"
            ? tip(
                `${name(one.data.source)} → ${name(one.data.target)}`,
                [{ label: t("people"), value: f.count(one.value) }],
                ink,
              )
            : tip(name(one.data.name), [{ label: t("people"), value: f.count(one.value) }], ink);
        },
      },
      series: [
        {
          type: "sankey",
          left: 4,
          right: 4,
          top: 8,
          bottom: 8,
          nodeWidth: 12,
          nodeGap: 10,
          draggable: false,
          // Without iterations the states keep their order from top to bottom.
          layoutIterations: 0,
          data: [
            ...shown.from.map(({ key, customers }) => node("from", key, customers)),
            ...shown.to.map(({ key, customers }) => node("to", key, customers)),
          ],
          links: shown.flows.map((flow) => ({
            source: `from ${flow.from}`,
            target: `to ${flow.to}`,
            value: flow.customers,
            lineStyle: { color: "source", opacity: flow.from === flow.to ? 0.16 : 0.42, curveness: 0.5 },
          })),
          emphasis: { focus: "adjacency" },
        },
      ],
    };
  }, [month, shown, names, ink, f, t, weight, phone]);
  const name = (key: string) => names.get(key) ?? key;
  const { onFlow, onNode } = useBehind(movement, month, name);
  const last = month !== undefined && month === movement.months.at(-1);
  return (
    <Panel
      title={title}
      hint={
        <>
          {hint} <Defined of={[define]} name={title} />
        </>
      }
      extra={
        movement.months.length > 1 ? (
          <Select
            aria-label={t("movement.month")}
            className={styles.month}
            value={month?.to ?? null}
            onChange={choose}
            options={[...movement.months].reverse().map((one) => ({
              value: one.to,
              label: t("movement.between", { from: one.from, to: one.to }),
            }))}
          />
        ) : null
      }
    >
      <div className={styles.beside}>
        <Chart
          name={month ? `${title} ${month.from}–${month.to}` : title}
          option={option}
          height={phone ? 360 : height}
          empty={shown.flows.length === 0}
          emptyText={t("movement.none")}
          onClick={(event) => {
            const { name, source, target } = event.data as { name?: string; source?: string; target?: string };
            const key = (node = "") => node.slice(node.indexOf(" ") + 1);
            const flow = shown.flows.find((one) => one.from === key(source) && one.to === key(target));
            if (target && flow) onFlow(flow);
            else if (name) onNode(name.startsWith("to ") ? "to" : "from", key(name));
          }}
          table={{
            columns: [t("movement.flow"), t("people")],
            rows: shown.flows.map((flow) => [`${name(flow.from)} → ${name(flow.to)}`, f.count(flow.customers)]),
            plain: shown.flows.map((flow) => [`${name(flow.from)} → ${name(flow.to)}`, flow.customers]),
          }}
        />
        {shown.largest.length > 0 ? (
          <div>
            <h3 className={styles.small}>{t("movement.largest")}</h3>
            <ol className={styles.moves}>
              {shown.largest.map((flow) => (
                <li key={`${flow.from} ${flow.to}`}>
                  <span>
                    {name(flow.from)} → {name(flow.to)}
                  </span>
                  {flow.rule || flow.kept ? (
                    <button
                      type="button"
                      className={styles.plain}
                      aria-label={t("movement.open", {
                        from: name(flow.from),
                        to: name(flow.to),
                        value: f.count(flow.customers),
                      })}
                      onClick={() => onFlow(flow)}
                    >
                      {f.count(flow.customers)}
                    </button>
                  ) : (
                    <strong>{f.count(flow.customers)}</strong>
                  )}
                </li>
              ))}
            </ol>
            <p className={styles.note}>{t(last ? "movement.opens" : "movement.past")}</p>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

type Month = Flows["months"][number];

/** Opens who went one way, or was in a state on either side; of months before the last, which no rule can name, for a list. */
function useBehind(movement: Flows, month: Month | undefined, name: (key: string) => string) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const open = useCrowd();
  const people = (flows: ValueFlow[]) => [
    { label: t("people"), value: f.count(flows.reduce((sum, flow) => sum + flow.customers, 0)) },
  ];
  const onFlow = (flow: ValueFlow) => {
    const way = `${name(flow.from)} → ${name(flow.to)}`;
    if (flow.rule) open({ name: way, rule: flow.rule, figures: people([flow]) });
    else if (flow.kept && month) open({ name: `${way} ${month.to}`, kept: [flow.kept], figures: people([flow]) });
  };
  const onNode = (side: "from" | "to", key: string) => {
    const state = movement.states.find((one) => one.key === key);
    if (!month) return;
    const flows = month.flows.filter((flow) => flow[side] === key);
    const on = (day: string) => t("movement.before", { state: name(key), day });
    if (month !== movement.months.at(-1)) {
      const kept = flows.flatMap((flow) => flow.kept ?? []);
      open({ name: on(month[side]), kept, figures: people(flows) });
      return;
    }
    const rule = side === "to" ? state?.rule : state?.rule_before;
    if (rule) open({ name: side === "to" ? name(key) : on(month.from), rule, figures: people(flows) });
  };
  return { onFlow, onNode };
}
