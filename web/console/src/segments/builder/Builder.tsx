// The builder: compose a crowd from conditions and see how many they are with every change. New, from a text in the
// address, or of a segment that exists.
import { Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import {
  type Catalogue,
  type Group as CustomerGroup,
  type Page as ListPage,
  type ReadRule,
  type Rule,
  type Segment,
  useAsk,
  useGet,
} from "../../api";
import { ErrorState, Page, Panel } from "../../kit";
import styles from "./Builder.module.css";
import { Editor } from "./Editor";
import { fromRule } from "./tree";

/** A rule that another page hands over in the address; what is none is no rule. */
function ruleOf(text: string | null): Rule | null {
  try {
    const rule: unknown = text ? JSON.parse(text) : null;
    return rule && typeof rule === "object" && "type" in rule ? (rule as Rule) : null;
  } catch {
    return null;
  }
}

export default function Builder() {
  const { t } = useTranslation("builder");
  const { id } = useParams();
  const [params] = useSearchParams();
  const text = id ? null : params.get("text");
  const catalogue = useGet<Catalogue>("/rules/catalogue");
  const segments = useGet<ListPage<Segment>>("/segments", { limit: 200 });
  const groups = useGet<ListPage<CustomerGroup>>("/groups", { limit: 200 });
  const segment = useGet<Segment>(`/segments/${id}`, {}, { enabled: Boolean(id) });
  const given = useAsk<ReadRule>("/rules/read", { text }, { enabled: Boolean(text) });
  const tree = useMemo(() => ruleOf(params.get("rule")), [params]);
  const rule = id ? segment.data?.rule : text ? given.data?.rule : tree;
  // Once begun, the tree is the editor's own; a later answer does not replace it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another segment or text is the reason to begin again
  const start = useMemo(
    () => fromRule(rule ?? { type: "all", rules: [] }),
    [id, text, params.get("rule"), rule === undefined],
  );
  const title = id ? t("titleOf", { name: segment.data?.name ?? "…" }) : t("title");
  const failed = [catalogue, segments, ...(id ? [segment] : []), ...(text ? [given] : [])].find((query) => query.error);
  if (failed)
    return (
      <Page title={title}>
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </Page>
    );
  if (!catalogue.data || !segments.data || (id && !segment.data) || (text && !given.data))
    return (
      <Page title={title}>
        <div className={styles.columns}>
          <Panel>
            <Skeleton active paragraph={{ rows: 6 }} />
          </Panel>
          <Panel>
            <Skeleton active paragraph={{ rows: 3 }} />
          </Panel>
        </div>
      </Page>
    );
  return (
    <Editor
      key={`${id ?? "new"} ${text ?? params.get("rule") ?? ""}`}
      title={title}
      name={params.get("name") ?? ""}
      start={start}
      unread={text && given.data && !given.data.rule ? given.data : null}
      segment={segment.data ?? null}
      catalogue={catalogue.data}
      segments={segments.data.items}
      groups={groups.data?.items}
    />
  );
}
