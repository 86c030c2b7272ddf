// 连带购买: what is bought together, and what next; behind each rule who bought the one and not yet the other.
import { LinkOutlined } from "@ant-design/icons";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { BasketsPage } from "../api";
import { Empty, type Filter, Panel, useFormat, useLabel, useQueryState } from "../kit";
import { Asked } from "../value/Asked";
import styles from "../value/Value.module.css";
import { Rules } from "./Rules";
import { Sets } from "./Sets";
import { Strongest } from "./Strongest";
import { useBasketWords } from "./say";

export default function Baskets() {
  const { t } = useTranslation(["baskets", "app"]);
  const f = useFormat();
  return (
    <Asked<BasketsPage>
      title={t("app:page.baskets")}
      path="/insight/baskets"
      filters={useFilters()}
      progress={{
        path: "/insight/baskets/progress",
        say: (step, done) =>
          step === "reading" && done > 0
            ? t("steps.readingLines", { value: f.count(done) })
            : t(`steps.${step as "reading" | "finding" | "telling"}`),
      }}
      sentence={(data) => <Sentence data={data} />}
      nothing={
        <Panel>
          <Empty icon={<LinkOutlined />} title={t("empty")} text={t("emptyText")} />
        </Panel>
      }
    >
      {(data) => <Shown data={data} />}
    </Asked>
  );
}

function useFilters(): Filter[] {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const { query } = useQueryState();
  const one = (key: string, label: string, options: [string, string][]): Filter => ({
    kind: "one",
    key,
    label,
    options: options.map(([value, name]) => ({ value, label: name })),
  });
  const shares = (of: string[], say: (share: string) => string): [string, string][] =>
    of.map((share) => [share, say(f.rate(1000 * Number(share)))]);
  return [
    one("way", t("way"), [["next", t("next")]]),
    ...(query.way === "next"
      ? [
          one(
            "within",
            t("within"),
            [30, 60, 90, 180, 365].map((count) => [String(count), t("days", { count })]),
          ),
        ]
      : []),
    one("level", t("level"), [["category", t("category")]]),
    one(
      "support",
      t("support"),
      shares(["0.0005", "0.001", "0.005", "0.01", "0.05"], (share) => t("atLeast", { share })),
    ),
    one(
      "confidence",
      t("confidence"),
      shares(["0.01", "0.1", "0.25", "0.5"], (share) => t("least", { share })),
    ),
    one("every", t("every"), [["yes", t("all")]]),
  ];
}

function Sentence({ data }: { data: BasketsPage }) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const say = useBasketWords(data);
  const first = data.rules[0];
  if (!first || data.significant === 0) return <>{t("none")}</>;
  return (
    <>
      {t(`sentence.${data.way}`, {
        given: say.items(first.given),
        other: say.items(first.then),
        share: f.rate(first.confidence),
        lift: first.lift,
        count: f.count(data.significant),
      })}
    </>
  );
}

function Shown({ data }: { data: BasketsPage }) {
  const { t } = useTranslation("baskets");
  const f = useFormat();
  const label = useLabel();
  return (
    <>
      {data.told ? <Alert type="info" showIcon title={label(data.told)} /> : null}
      {data.rules.length > 0 ? (
        <>
          <Strongest data={data} />
          <Rules data={data} />
        </>
      ) : (
        <Panel>
          <Empty icon={<LinkOutlined />} title={t("nothing")} text={t(`nothingText.${data.level}`)} />
        </Panel>
      )}
      <Sets data={data} />
      <dl className={styles.figures}>
        {(
          [
            ["baskets", data.baskets],
            ["several", data.of_several],
            ["items", data.items],
            ["folded", data.folded],
            ["leftOut", data.left_out],
          ] as const
        ).map(([key, value]) =>
          (key === "leftOut" || key === "folded") && value === 0 ? null : (
            <div key={key}>
              <dt>{t(`figures.${key}`)}</dt>
              <dd>{f.count(value)}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  );
}
