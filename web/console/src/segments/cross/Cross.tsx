// Two segments crossed: the picture of their overlap, and a new segment of any part of it.
import { SwapOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CrossAnswer, type Page as ListPage, type Rule, type Segment, useAsk, useGet } from "../../api";
import { useCan } from "../../app/session";
import { Empty, ErrorState, Loaded, Page, Panel, useFormat, useQueryState } from "../../kit";
import { permille } from "../permille";
import styles from "./Cross.module.css";
import { VennPicture } from "./VennPicture";

export default function Cross() {
  const { t } = useTranslation(["segments", "app"]);
  const segments = useGet<ListPage<Segment>>("/segments", { limit: 200 });
  return (
    <Page title={t("app:page.cross")} sentence={t("crossing.sentence")}>
      <Loaded query={segments}>
        {({ items }) =>
          items.length < 2 ? (
            <Panel>
              <Empty
                title={t("crossing.empty")}
                text={t("crossing.emptyText")}
                action={
                  <Link to="/recipes">
                    <Button type="primary">{t("empty.recipes")}</Button>
                  </Link>
                }
              />
            </Panel>
          ) : (
            <Two segments={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

const inside = (segment: Segment): Rule => ({
  type: "in",
  set: segment.kind === "list" ? "list" : "segment",
  name: segment.name,
});

function Two({ segments }: { segments: Segment[] }) {
  const { t } = useTranslation("segments");
  const { query, set } = useQueryState();
  const [left, right] = [query.left, query.right].map((id) => segments.find((one) => one.id === id) ?? null);
  const answer = useAsk<CrossAnswer>(
    "/segments/cross",
    { left: { segment: left?.id }, right: { segment: right?.id } },
    { enabled: Boolean(left && right), every: 30_000 },
  );
  const pick = (key: "left" | "right", other: Segment | null | undefined) => (
    <Select
      aria-label={t(`crossing.${key}`)}
      placeholder={t(`crossing.${key}`)}
      value={query[key] ?? null}
      showSearch={{ optionFilterProp: "label" }}
      options={segments.filter((one) => one.id !== other?.id).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(id) => set({ [key]: id })}
    />
  );
  return (
    <Panel>
      <div className={styles.pair}>
        {pick("left", right)}
        <Button
          type="text"
          icon={<SwapOutlined />}
          aria-label={t("crossing.swap")}
          onClick={() => set({ left: query.right, right: query.left })}
        />
        {pick("right", left)}
      </div>
      {answer.error ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} small /> : null}
      {!left || !right ? <Empty small title={t("crossing.pick")} /> : null}
      {left && right && answer.data ? (
        <div className={styles.cross}>
          <VennPicture
            answer={answer.data}
            left={left.name}
            right={right.name}
            width={460}
            height={280}
            busy={answer.isPlaceholderData}
          />
          <Deeds answer={answer.data} left={left} right={right} />
        </div>
      ) : null}
    </Panel>
  );
}

function Deeds({ answer, left, right }: { answer: CrossAnswer; left: Segment; right: Segment }) {
  const { t } = useTranslation("segments");
  const can = useCan();
  const f = useFormat();
  const [a, b] = [inside(left), inside(right)];
  const names = { left: left.name, right: right.name };
  const parts: { key: "both" | "left" | "right" | "union"; value: number; rule: Rule }[] = [
    { key: "both", value: answer.both, rule: { type: "all", rules: [a, b] } },
    { key: "left", value: answer.only_left, rule: { type: "all", rules: [a, { type: "not", rule: b }] } },
    { key: "right", value: answer.only_right, rule: { type: "all", rules: [b, { type: "not", rule: a }] } },
    {
      key: "union",
      value: answer.only_left + answer.both + answer.only_right,
      rule: { type: "any", rules: [a, b] },
    },
  ];
  return (
    <div className={styles.deeds}>
      {parts.map(({ key, value, rule }) => {
        const name = t(`crossing.names.${key}`, names);
        return (
          <div key={key} className={styles.deed}>
            <div>
              <strong>{f.count(value)}</strong>
              <div>{name}</div>
              <span className={styles.quiet}>
                {t("crossing.everyone", { share: f.rate(permille(value, answer.base)) })}
              </span>
            </div>
            {can("segments.write") ? (
              <Link
                to={`/segments/new?${new URLSearchParams({ rule: JSON.stringify(rule), name })}`}
                aria-label={`${t("crossing.make")}: ${name}`}
              >
                <Button tabIndex={-1}>{t("crossing.make")}</Button>
              </Link>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
