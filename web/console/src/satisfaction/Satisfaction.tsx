// 满意度: how content customers say they are, whether it moves, and what is more than chance.
import { SmileOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { SatisfactionPage, SatisfactionSeries } from "../api";
import { Empty, Panel, useFormat, useLabel } from "../kit";
import { Asked } from "../value/Asked";
import { Products } from "./Products";
import { Series } from "./Series";
import { moves, useScore } from "./say";

export default function Satisfaction() {
  const { t } = useTranslation(["satisfaction", "app"]);
  const nothing = (
    <Panel>
      <Empty icon={<SmileOutlined />} title={t("empty")} text={t("emptyText")} />
    </Panel>
  );
  return (
    <Asked<SatisfactionPage>
      title={t("app:page.satisfaction")}
      path="/insight/satisfaction"
      filters={[{ kind: "one", key: "by", label: t("by"), options: [{ value: "week", label: t("week") }] }]}
      sentence={(data) => (data.series[0] ? <Sentence series={data.series[0]} /> : null)}
      nothing={nothing}
    >
      {(data) => (
        <>
          {data.series.map((series) => (
            <Series key={series.key} series={series} by={data.by} />
          ))}
          <Products products={data.products} />
        </>
      )}
    </Asked>
  );
}

function Sentence({ series }: { series: SatisfactionSeries }) {
  const { t } = useTranslation("satisfaction");
  const f = useFormat();
  const label = useLabel();
  const say = useScore(series.measure);
  return (
    <>
      {t("sentence", {
        name: label(series.label),
        score: say.score(series.score),
        low: say.score(series.low),
        high: say.score(series.high),
        count: f.count(series.answers),
        move: t(`moves.${moves(series)}`),
      })}
    </>
  );
}
