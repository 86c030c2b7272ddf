// 生命周期: from new to lost, and how many went from stage to stage in a month.
import { useTranslation } from "react-i18next";
import type { LifecyclePage } from "../api";
import { useFormat } from "../kit";
import { Frame } from "./Frame";
import { Groups } from "./Groups";
import { Movement } from "./Movement";
import { useSay } from "./say";
import styles from "./Value.module.css";
import { stageWeight } from "./weights";

export default function Lifecycle() {
  const { t } = useTranslation(["value", "app"]);
  return (
    <Frame<LifecyclePage>
      title={t("app:page.lifecycle")}
      path="/insight/lifecycle"
      sentence={(data) => <Sentence data={data} />}
    >
      {(data) => <Shown data={data} />}
    </Frame>
  );
}

function Sentence({ data }: { data: LifecyclePage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const of = (key: string) => data.stages.find((one) => one.key === key);
  return (
    <>
      {t("lifecycle.sentence", {
        loyal: f.count(of("loyal")?.customers ?? 0),
        sleeping: f.count(of("sleeping")?.customers ?? 0),
        money: say.money(of("sleeping")?.realised ?? 0),
      })}
    </>
  );
}

function Shown({ data }: { data: LifecyclePage }) {
  const { t } = useTranslation("value");
  const { limits } = data;
  return (
    <>
      <Movement
        movement={data.movement}
        title={t("lifecycle.flows")}
        hint={t("lifecycle.flowsHint")}
        define="movement"
        weight={stageWeight}
        height={480}
      />
      <Groups title={t("lifecycle.stages")} hint={t("lifecycle.stagesHint")} define={["stage"]} rows={data.stages} />
      <p className={styles.note}>
        {t("lifecycle.limits", {
          new: limits.new_days,
          loyal: limits.loyal_purchases,
          sleeping: limits.sleeping_days,
          lost: limits.lost_days,
        })}
      </p>
    </>
  );
}
