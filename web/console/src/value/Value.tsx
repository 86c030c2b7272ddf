// 价值: what customers have brought, what they are expected to bring, and whom they bring along, on one picture; then how
// each spreads, who leads, how groups moved, and how far the forecast can be trusted.
import { useTranslation } from "react-i18next";
import type { ValuePage } from "../api";
import { useFormat } from "../kit";
import { Bands } from "./Bands";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import { Frame } from "./Frame";
import { Matrix } from "./Matrix";
import { Model } from "./Model";
import { Movement } from "./Movement";
import { Periods } from "./Periods";
import { useSay } from "./say";
import { Top } from "./Top";
import styles from "./Value.module.css";
import { groupWeight } from "./weights";

export default function Value() {
  const { t } = useTranslation(["value", "app"]);
  return (
    <Frame<ValuePage> title={t("app:page.value")} path="/insight/value" sentence={(data) => <Sentence data={data} />}>
      {(data) => (
        <>
          <Matrix cells={data.matrix} />
          <Figures data={data} />
          <Periods periods={data.periods} />
          <Bands bands={data.bands} />
          <Movement
            movement={data.movement}
            title={t("movement.groups")}
            hint={t("movement.groupsHint")}
            define="movement"
            weight={groupWeight}
          />
          <Model model={data.model} />
          <Top />
        </>
      )}
    </Frame>
  );
}

function Sentence({ data }: { data: ValuePage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const of = (key: string) => data.figures.find((one) => one.key === key)?.value;
  const risk = of("at_risk");
  return (
    <>
      {t("sentence", { realised: say.money(of("realised") ?? 0), potential: say.money(of("potential") ?? 0) })}
      {risk === undefined ? t("sentenceNoRisk") : t("sentenceRisk", { risk: f.count(risk) })}
    </>
  );
}

function Figures({ data }: { data: ValuePage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const say = useSay();
  const open = useCrowd();
  return (
    <dl className={styles.figures}>
      {data.figures.map((figure) => {
        const name = t(`figure.${figure.key}`);
        const shown = figure.unit === "money" ? say.money(figure.value) : f.shortCount(figure.value);
        const full = figure.unit === "money" ? say.whole(figure.value) : say.number(figure.value);
        const { rule } = figure;
        return (
          <div key={figure.key}>
            <dt>
              {name} <Defined of={[figure.key]} name={name} />
            </dt>
            <dd title={full}>
              {rule ? (
                <button
                  type="button"
                  className={styles.plain}
                  onClick={() => open({ name, rule, figures: [{ label: name, value: full }] })}
                >
                  {shown}
                </button>
              ) : (
                shown
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
