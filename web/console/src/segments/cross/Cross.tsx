// Two segments crossed, or up to five: the picture of their overlap, and a new segment of any part of it.
import { SwapOutlined } from "@ant-design/icons";
import { Button, Select, Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  type CountAnswer,
  type CrossAnswer,
  type Page as ListPage,
  type Rule,
  type Segment,
  useAsk,
  useGet,
} from "../../api";
import { useCan } from "../../app/session";
import { Empty, ErrorState, Loaded, Page, Panel, useFormat, useQueryState } from "../../kit";
import { permille } from "../permille";
import styles from "./Cross.module.css";
import upset from "./UpSet.module.css";
import { UpSetPicture } from "./UpSetPicture";
import { asked, crossing, MOST } from "./upset";
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
  const more = (query.more ?? "")
    .split(",")
    .flatMap((id) => segments.filter((one) => one.id === id && id !== query.left && id !== query.right))
    .slice(0, MOST - 2);
  const two = left && right && more.length === 0 ? { left, right } : null;
  const answer = useAsk<CrossAnswer>(
    "/segments/cross",
    { left: { segment: left?.id }, right: { segment: right?.id } },
    { enabled: two !== null, every: 30_000 },
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
      {left && right ? (
        <div className={upset.more}>
          <span className={styles.quiet}>{t("crossing.more")}</span>
          <Select
            mode="multiple"
            maxCount={MOST - 2}
            allowClear
            aria-label={t("crossing.more")}
            placeholder={t("crossing.morePick")}
            value={more.map((one) => one.id)}
            showSearch={{ optionFilterProp: "label" }}
            options={segments
              .filter((one) => one.id !== left.id && one.id !== right.id)
              .map((one) => ({ value: one.id, label: one.name }))}
            onChange={(ids: string[]) => set({ more: ids.join(",") })}
          />
        </div>
      ) : null}
      {two && answer.error ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} small /> : null}
      {!left || !right ? <Empty small title={t("crossing.pick")} /> : null}
      {left && right && more.length > 0 ? <Several segments={[left, right, ...more]} /> : null}
      {two && answer.data ? (
        <div className={styles.cross}>
          <VennPicture
            answer={answer.data}
            left={two.left.name}
            right={two.right.name}
            width={460}
            height={280}
            busy={answer.isPlaceholderData}
          />
          <Deeds answer={answer.data} left={two.left} right={two.right} />
        </div>
      ) : null}
    </Panel>
  );
}

function Several({ segments }: { segments: Segment[] }) {
  const key = segments.map(({ id, name }) => `${id} ${name}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: which segments they are is what counts, not the list that holds them
  const crowds = useMemo(() => segments.map(inside), [key]);
  const rule = useMemo(() => asked(crowds), [crowds]);
  const answer = useAsk<CountAnswer>("/segments/count", { rule, parts: true }, { every: 30_000 });
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} small />;
  // An answer about other segments would put its figures under these names.
  if (!answer.data || answer.isPlaceholderData) return <Skeleton active paragraph={{ rows: 6 }} />;
  return <UpSetPicture names={segments.map(({ name }) => name)} crossing={crossing(crowds, answer.data)} />;
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
