// 留存: of those who first bought in a month or week, or were brought by the same campaign, how many came back in each that
// followed, and what they brought.
import { Segmented, Tooltip } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cohort, CohortCell, CohortsBy, CohortsPage } from "../api";
import {
  Chart,
  type ChartOption,
  Empty,
  nameAxis,
  Panel,
  TakeDrawn,
  tip,
  tooltip,
  useFormat,
  useLabel,
  useQueryState,
  valueAxis,
} from "../kit";
import { useAppearance } from "../theme/appearance";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { Frame } from "./Frame";
import heat from "./Heat.module.css";
import { depth } from "./heat";
import { useSay } from "./say";
import styles from "./Value.module.css";

type Measure = "share" | "customers" | "revenue" | "cumulative";
const WAYS: CohortsBy[] = ["month", "week", "campaign"];
/** What periods since are called: of a campaign they are months. */
const unit = (by: CohortsBy) => (by === "week" ? "week" : "month");
const MEASURES: Measure[] = ["share", "customers", "revenue", "cumulative"];

export default function Retention() {
  const { t } = useTranslation(["value", "app"]);
  const { query, set } = useQueryState();
  const by = WAYS.find((one) => one === query.by) ?? "month";
  return (
    <Frame<CohortsPage>
      title={t("app:page.retention")}
      path="/insight/cohorts"
      params={{ by }}
      sentence={(data) => <Sentence data={data} />}
    >
      {(data) => (
        <>
          <Heat data={data} by={by} turn={(next) => set({ by: next === "month" ? null : next })} />
          <Mean data={data} />
        </>
      )}
    </Frame>
  );
}

function Sentence({ data }: { data: CohortsPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const next = data.mean[1];
  const later = data.by === "week" ? 4 : 3;
  const far = data.mean[later];
  if (next === null || next === undefined) return t("retention.early");
  return (
    <>
      {t(`retention.sentence.${unit(data.by)}`, { share: f.rate(next) })}
      {far === null || far === undefined
        ? null
        : t(`retention.sentenceFar.${unit(data.by)}`, { n: later, share: f.rate(far) })}
    </>
  );
}

/** More periods than this stand beside each other by their numbers alone. */
const MANY = 14;

interface HeatProps {
  data: CohortsPage;
  by: CohortsBy;
  turn: (by: CohortsBy) => void;
}

function Heat({ data, by, turn }: HeatProps) {
  const { t } = useTranslation(["value", "common"]);
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  const { ink } = useAppearance();
  const [measure, choose] = useState<Measure>("share");
  const name = t("retention.title");
  const head = t(data.by === "campaign" ? "retention.brought" : "retention.first");
  const label = useLabel();
  const start = (cohort: Cohort) => {
    const { brought } = cohort;
    if (!brought) return data.by === "week" ? cohort.start : cohort.start.slice(0, 7);
    if (brought.kind === "unknown") return t("retention.unknown");
    if (brought.kind === "channel")
      return t("retention.channel", { channel: t(`common:channel.${brought.key as "web"}`) });
    return brought.label ? label(brought.label) : brought.key;
  };
  const show = (cell: CohortCell) =>
    measure === "share"
      ? f.rate(cell.share)
      : measure === "customers"
        ? f.count(cell.customers)
        : say.money(cell[measure]);
  const later = data.cohorts.flatMap((cohort) => cohort.cells.slice(1).map((cell) => cell[measure]));
  const first = data.cohorts.map((cohort) => cohort.cells[0]?.[measure] ?? 0);
  // Of a value that only grows the first is part of the scale; of one that falls at once it would drown the rest.
  const most = Math.max(1, ...(measure === "cumulative" ? [...later, ...first] : later));
  const width = Math.max(0, ...data.cohorts.map((cohort) => cohort.cells.length));
  const steps = Array.from({ length: width }, (_, k) => k);
  const after = (k: number) =>
    k === 0 ? t(`retention.same.${unit(data.by)}`) : t(`retention.after.${unit(data.by)}`, { k });
  // Two years of months beside each other: their numbers alone, or the last of them would be cut off.
  const many = width > MANY;
  const see = (cohort: Cohort) =>
    open({
      name: t(`retention.cohort.${data.by}`, { start: start(cohort) }),
      rule: cohort.rule,
      figures: [
        { label: t("people"), value: f.count(cohort.customers) },
        ...cohort.cells.slice(1, 4).map((cell, at) => ({
          label: t(`retention.after.${unit(data.by)}`, { k: at + 1 }),
          value: f.rate(cell.share),
        })),
      ],
    });
  /** Who of a cohort bought in one of its periods, and who did not. */
  const seeCell = (cohort: Cohort, cell: CohortCell, k: number) => {
    const { rule, rule_others: others } = cell;
    if (!rule || !others) return;
    const period = after(k);
    const whose = `${t(`retention.cohort.${data.by}`, { start: start(cohort) })} · ${period}`;
    const part = (key: "came" | "others", rule: string, customers: number) => ({
      name: t(`retention.${key}`),
      alone: `${whose} · ${t(`retention.${key}`)}`,
      rule,
      figures: [{ label: t("people"), value: f.count(customers) }],
    });
    const parts = [part("came", rule, cell.customers), part("others", others, cell.of - cell.customers)];
    open({
      ...part("came", rule, cell.customers),
      name: `${whose} · ${t("retention.came")}`,
      parts,
      parted: t("retention.of"),
    });
  };
  const draw = (): ChartOption => ({
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    xAxis: { ...nameAxis(steps.map(String), ink), position: "top" },
    yAxis: { ...nameAxis(data.cohorts.map(start), ink), inverse: true },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ink.ramp } },
    series: [
      {
        type: "heatmap",
        data: data.cohorts.flatMap((cohort, y) => cohort.cells.map((cell, x) => [x, y, cell[measure]])),
        label: {
          show: true,
          fontSize: 11,
          color: ink.text,
          formatter: (given) => {
            const [x = 0, y = 0] = given.data as number[];
            const cell = data.cohorts[y]?.cells[x];
            return cell ? show(cell) : "";
          },
        },
        itemStyle: { borderColor: ink.surface, borderWidth: 2, borderRadius: 4 },
      },
    ],
  });
  const number = (cell: CohortCell) =>
    measure === "share" ? cell.share / 1000 : measure === "customers" ? cell.customers : say.plain(cell[measure]);
  return (
    <Panel
      title={name}
      hint={
        <>
          {t(data.by === "campaign" ? "retention.hintCampaign" : "retention.hint")}{" "}
          <Defined of={["retention"]} name={name} />
        </>
      }
      extra={
        <div className={styles.extras}>
          <Segmented<CohortsBy>
            aria-label={t("retention.by")}
            value={by}
            onChange={turn}
            options={WAYS.map((value) => ({ value, label: t(`retention.bys.${value}`) }))}
          />
          <TakeDrawn
            name={name}
            size={[(data.by === "campaign" ? 200 : 90) + 62 * width, 60 + 34 * data.cohorts.length]}
            draw={draw}
            table={{
              columns: [head, t("people"), ...steps.map(String)],
              rows: data.cohorts.map((cohort) => [
                start(cohort),
                cohort.customers,
                ...steps.map((k) => {
                  const cell = cohort.cells[k];
                  return cell ? number(cell) : "";
                }),
              ]),
            }}
          />
        </div>
      }
    >
      {data.cohorts.length === 0 ? (
        <Empty small title={t("retention.none")} />
      ) : (
        <>
          <Segmented<Measure>
            size="small"
            aria-label={t("retention.measure")}
            className={styles.before}
            value={measure}
            onChange={choose}
            options={MEASURES.map((value) => ({ value, label: t(`retention.measures.${value}`) }))}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section className={styles.scroll} tabIndex={0} aria-label={name}>
            <table className={heat.cohorts} data-many={many || undefined}>
              <thead>
                <tr>
                  <th scope="col">{head}</th>
                  <th scope="col" className={heat.number}>
                    {t("people")}
                  </th>
                  {steps.map((k) => (
                    <th key={k} scope="col" title={after(k)}>
                      {many ? (
                        <>
                          <span aria-hidden>{k}</span>
                          <span className="unseen">{after(k)}</span>
                        </>
                      ) : (
                        after(k)
                      )}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.cohorts.map((cohort) => (
                  <tr key={`${cohort.start} ${cohort.brought?.kind} ${cohort.brought?.key}`}>
                    <th scope="row">
                      <button
                        type="button"
                        className={styles.link}
                        disabled={cohort.customers === 0}
                        onClick={() => see(cohort)}
                      >
                        {start(cohort)}
                      </button>
                    </th>
                    <td className={heat.number}>{f.count(cohort.customers)}</td>
                    {cohort.cells.map((cell, k) => {
                      const deep =
                        k === 0 && measure !== "cumulative" ? 0 : depth(cell[measure], most, ink.ramp.length);
                      return (
                        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is named by how many periods after the first it stands
                        <td key={k}>
                          <Tooltip title={<Told cell={cell} />}>
                            <button
                              type="button"
                              className={heat.cohortCell}
                              data-open={cell.whole ? undefined : true}
                              disabled={!cell.rule}
                              style={{ background: ink.ramp[deep], color: deep >= 4 ? ink.surface : ink.text }}
                              onClick={() => seeCell(cohort, cell, k)}
                            >
                              {show(cell)}
                            </button>
                          </Tooltip>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={styles.note}>
            {t(data.by === "campaign" ? "retention.openCampaign" : "retention.open")}
            {data.left_out > 0 ? t("retention.leftOut", { value: f.count(data.left_out) }) : null}
          </p>
        </>
      )}
    </Panel>
  );
}

function Told({ cell }: { cell: CohortCell }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  return (
    <>
      <div>
        {t("people")} {f.count(cell.customers)} / {f.count(cell.of)} · {f.rate(cell.share)}
      </div>
      <div>
        {t("retention.measures.revenue")} {say.whole(cell.revenue)}
      </div>
      <div>
        {t("retention.measures.cumulative")} {say.whole(cell.cumulative)}
      </div>
      {cell.whole ? null : <div>{t("retention.notWhole")}</div>}
    </>
  );
}

/** All cohorts together, weighted by their people. */
function Mean({ data }: { data: CohortsPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const { ink } = useAppearance();
  const name = t("retention.mean");
  const open = useCrowd();
  /** Who of all cohorts whose period is over came back so many periods after the first. */
  const see = (point: { k: number; share: number } | undefined) => {
    if (!point) return;
    const cells = data.cohorts.flatMap((cohort) => cohort.cells[point.k] ?? []).filter((cell) => cell.whole);
    const rules = cells.flatMap((cell) => (cell.rule && cell.customers > 0 ? [cell.rule] : []));
    if (rules.length === 0) return;
    open({
      name: t(`retention.cameAfter.${unit(data.by)}`, { k: point.k }),
      rule: rules.map((rule) => `(${rule})`).join(" or "),
      figures: [
        { label: t("people"), value: f.count(cells.reduce((sum, cell) => sum + cell.customers, 0)) },
        { label: t("retention.measures.share"), value: f.rate(point.share) },
      ],
    });
  };
  const opens = data.cohorts.some((cohort) => cohort.cells.some((cell) => cell.rule));
  const points = useMemo(
    () => data.mean.flatMap((share, k) => (k === 0 || share === null ? [] : [{ k, share }])),
    [data],
  );
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 8, right: 20, top: 20, bottom: 8, containLabel: true },
      tooltip: {
        ...tooltip(ink),
        trigger: "axis",
        formatter: (given: unknown) => {
          const point = points[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!point) return "";
          return tip(
            t(`retention.after.${unit(data.by)}`, { k: point.k }),
            [{ label: t("retention.measures.share"), value: f.rate(point.share), color: ink.accent }],
            ink,
          );
        },
      },
      xAxis: nameAxis(
        points.map(({ k }) => t(`retention.after.${unit(data.by)}`, { k })),
        ink,
      ),
      yAxis: valueAxis((value) => f.rate(value), ink),
      series: [
        {
          type: "line",
          data: points.map(({ share }) => share),
          symbolSize: 6,
          lineStyle: { width: 2, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.08 },
          label: {
            show: points.length <= 14,
            color: ink.text,
            fontSize: 12,
            formatter: (one) => f.rate(one.value as number),
          },
        },
      ],
    }),
    [points, data.by, ink, f, t],
  );
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("retention.meanHint")} <Defined of={["retention"]} name={name} />
        </>
      }
    >
      <Chart
        name={name}
        option={option}
        height={260}
        empty={points.length === 0}
        {...(opens ? { onClick: ({ dataIndex }: { dataIndex: number }) => see(points[dataIndex]) } : {})}
        table={{
          ...(opens ? { open: (row: number) => see(points[row]) } : {}),
          columns: [t("retention.step"), t("retention.measures.share")],
          rows: points.map(({ k, share }) => [t(`retention.after.${unit(data.by)}`, { k }), f.rate(share)]),
          plain: points.map(({ k, share }) => [k, share / 1000]),
        }}
      />
    </Panel>
  );
}
