// 复购预测: who is due, on which days, and how good the forecast has been beside simple guesses.

import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { NextPage } from "../api";
import { useFormat, useLabel } from "../kit";
import { Backtest } from "./Backtest";
import { Calendar } from "./Calendar";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { Due } from "./Due";
import { Families } from "./Families";
import { Frame } from "./Frame";
import { useSay } from "./say";
import styles from "./Value.module.css";

export default function Next() {
  const { t } = useTranslation(["value", "app"]);
  return (
    <Frame<NextPage> title={t("app:page.next")} path="/insight/next" sentence={(data) => <Sentence data={data} />}>
      {(data) => <Shown data={data} />}
    </Frame>
  );
}

function Sentence({ data }: { data: NextPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const week = data.due.find((one) => one.key === "due_week");
  return (
    <>
      {t("next.sentence", { value: f.count(week?.customers ?? 0) })}
      {data.usual_gap === null ? null : t("next.sentenceGap", { days: say.number(data.usual_gap) })}
    </>
  );
}

function Shown({ data }: { data: NextPage }) {
  const label = useLabel();
  return (
    <>
      {data.told ? <Alert type="warning" showIcon title={label(data.told)} /> : null}
      <Calendar data={data} />
      <Counts data={data} />
      <Backtest data={data} />
      <Families families={data.families} />
      <Due data={data} />
    </>
  );
}

function Counts({ data }: { data: NextPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  return (
    <dl className={styles.figures}>
      {data.due.map((one) => {
        const name = t(`next.due.${one.key}`);
        return (
          <div key={one.key}>
            <dt>
              {name} <Defined of={["next", "potential"]} name={name} />
            </dt>
            <dd>
              <button
                type="button"
                className={styles.plain}
                disabled={one.customers === 0}
                onClick={() =>
                  open({
                    name,
                    rule: one.rule,
                    figures: [
                      { label: t("people"), value: f.count(one.customers) },
                      { label: t("figure.potential"), value: say.whole(one.potential) },
                    ],
                  })
                }
              >
                {t("next.people", { value: f.count(one.customers) })}
              </button>
              <span className={styles.quiet}>
                {t("short.potential")} {say.money(one.potential)}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
