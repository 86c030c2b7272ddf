// 提升: two segments or lists side by side, what an action added, and how sure that is; groups that nobody drew by lot are
// labelled so and shown with how they differed before.
import { ExperimentOutlined } from "@ant-design/icons";
import { Alert, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LiftGroup, LiftPage, Page, Segment } from "../api";
import { useGet } from "../api";
import { Empty, type Filter, Panel, useFormat, useLabel, useQueryState } from "../kit";
import { Asked } from "../value/Asked";
import { Defined } from "../value/Defined";
import styles from "../value/Value.module.css";
import { Differences } from "./Differences";
import own from "./Lift.module.css";
import { useMeasure } from "./say";

export default function Lift() {
  const { t } = useTranslation(["lift", "app"]);
  const { query } = useQueryState();
  const ready = Boolean(query.treated && query.control);
  return (
    <Asked<LiftPage>
      title={t("app:page.lift")}
      path="/insight/lift"
      filters={useFilters()}
      enabled={ready}
      unasked={
        <Panel>
          <Empty
            icon={<ExperimentOutlined />}
            title={t("choose")}
            text={t("chooseText")}
            action={
              <Link to="/segments">
                <Button tabIndex={-1}>{t("noSegments")}</Button>
              </Link>
            }
          />
        </Panel>
      }
      sentence={(data) => <Sentence data={data} />}
      nothing={
        <Panel>
          <Empty icon={<ExperimentOutlined />} title={t("empty")} text={t("emptyText")} />
        </Panel>
      }
    >
      {(data) => <Shown data={data} />}
    </Asked>
  );
}

function useFilters(): Filter[] {
  const { t } = useTranslation("lift");
  const { query } = useQueryState();
  const segments = useGet<Page<Segment>>("/segments", { limit: 200 }).data?.items ?? [];
  const groups = segments.map(({ id, name }) => ({ value: id, label: name }));
  const lot: Filter[] =
    query.drawn === "lot"
      ? [
          {
            kind: "one",
            key: "treated_weight",
            label: t("weight"),
            options: ["1", "2", "4", "9", "19"].map((n) => ({ value: n, label: t("weights", { n }) })),
          },
        ]
      : [];
  return [
    { kind: "one", key: "treated", label: t("treated"), options: groups, wide: true },
    { kind: "one", key: "control", label: t("control"), options: groups, wide: true },
    { kind: "one", key: "drawn", label: t("observed"), options: [{ value: "lot", label: t("lot") }] },
    ...lot,
    {
      kind: "one",
      key: "measure",
      label: t("measures.revenue"),
      options: (["deals", "bought"] as const).map((value) => ({ value, label: t(`measures.${value}`) })),
    },
  ];
}

function Sentence({ data }: { data: LiftPage }) {
  const { t } = useTranslation("lift");
  const say = useMeasure(data);
  const found = data.difference;
  return (
    <>
      {t("sentence", {
        treated: data.treated.name,
        control: data.control.name,
        measure: t(`measures.${data.measure}`),
        one: say(data.treated.mean),
        other: say(data.control.mean),
      })}
      {found
        ? t(found.value < 0 ? "less" : "more", {
            value: say(Math.abs(found.value)),
            from: say(found.value < 0 ? -found.to : found.from),
            to: say(found.value < 0 ? -found.from : found.to),
          })
        : null}
    </>
  );
}

function Shown({ data }: { data: LiftPage }) {
  const { t } = useTranslation("lift");
  const label = useLabel();
  const live = [data.treated, data.control].filter((group) => group.live);
  return (
    <>
      {data.refused ? (
        <Alert type="error" showIcon title={label(data.refused)} />
      ) : (
        <Alert
          type={data.randomised ? "info" : "warning"}
          showIcon
          title={
            <>
              {data.randomised ? <Tag variant="filled">{t("random")}</Tag> : null} {label(data.told)}
            </>
          }
        />
      )}
      {live.map((group) => (
        <Alert key={group.id} type="warning" showIcon title={t("live", { name: group.name })} />
      ))}
      <Groups data={data} />
      {data.refused ? null : <Differences data={data} />}
    </>
  );
}

function Groups({ data }: { data: LiftPage }) {
  const { t } = useTranslation("lift");
  const f = useFormat();
  const say = useMeasure(data);
  const row = (group: LiftGroup, role: "treated" | "control") => (
    <tr>
      <th scope="row">
        <Link to={`/segments/${group.id}`}>{group.name}</Link> <span className={styles.quiet}>{t(role)}</span>
      </th>
      <td>{f.count(group.customers)}</td>
      <td>
        <strong>{say(group.mean)}</strong>
      </td>
      <td className={styles.quiet}>{say(group.before)}</td>
    </tr>
  );
  return (
    <Panel
      title={t("groups")}
      hint={
        <>
          {t("groupsHint", {
            from: data.from,
            to: data.to,
            before: data.before_from,
            measure: t(`measures.${data.measure}`),
          })}{" "}
          <Defined of={["population"]} name={t("groups")} />
        </>
      }
    >
      <table className={own.groups}>
        <thead>
          <tr>
            <th scope="col">{t("group")}</th>
            <th scope="col">{t("people")}</th>
            <th scope="col">{t("now")}</th>
            <th scope="col">{t("before")}</th>
          </tr>
        </thead>
        <tbody>
          {row(data.treated, "treated")}
          {row(data.control, "control")}
        </tbody>
      </table>
      {data.ratio ? (
        <p className={styles.note}>
          {t("ratio")} <Defined of={["ratio"]} name={t("ratio")} />{" "}
          {data.ratio.passes
            ? t("ratioGood")
            : t("ratioBad", { control: f.count(data.ratio.control), treated: f.count(data.ratio.treated) })}
        </p>
      ) : null}
      {data.both > 0 ? <p className={styles.note}>{t("both", { value: f.count(data.both) })}</p> : null}
    </Panel>
  );
}
