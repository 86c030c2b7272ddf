// The builder with everything that it needs at hand: the tree on the left, what it comes to on the right.
import { PieChartOutlined, PlusOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { Alert, Button, Tabs, Tooltip } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import {
  type Catalogue,
  type Group as CustomerGroup,
  type PreviewAnswer,
  type ReadRule,
  type Rule,
  type Segment,
  useAsk,
} from "../../api";
import { useCan } from "../../app/session";
import { AsOf, Empty, Page, Panel, useFormat, useLabel } from "../../kit";
import { usePhone } from "../../theme/width";
import styles from "./Builder.module.css";
import { CountCard } from "./CountCard";
import { CrossPane } from "./CrossPane";
import { type Builder, BuilderContext } from "./context";
import { entriesOf } from "./entries";
import { goneOf } from "./gone";
import { GroupView } from "./NodeView";
import { Picker } from "./Picker";
import { SamplePane } from "./SamplePane";
import { SaveDrawer } from "./SaveDrawer";
import { TextPane } from "./TextPane";
import * as tree from "./tree";
import { useLeaving } from "./useLeaving";
import { useRule } from "./useRule";

interface Props {
  title: string;
  /** A name to begin with, for a segment that is new. */
  name: string;
  start: tree.Group;
  /** A text that was handed over and could not be read. */
  unread: ReadRule | null;
  segment: Segment | null;
  catalogue: Catalogue;
  segments: Segment[];
  /** Undefined while they are not known. */
  groups: CustomerGroup[] | undefined;
}

/** As many sets are asked for; where there are so many, there may be more. */
const MOST = 200;

function useKeys(undo: () => void, redo: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      // In a field, the field's own undo comes first.
      if (!(event.metaKey || event.ctrlKey) || /^(INPUT|TEXTAREA)$/.test(target.tagName)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [undo, redo]);
}

export function Editor({ title, name, start, unread, segment, catalogue, segments, groups }: Props) {
  const { t } = useTranslation("builder");
  const can = useCan();
  const go = useNavigate();
  const phone = usePhone();
  const f = useFormat();
  const label = useLabel();
  const rule = useRule(start);
  const { root, edit, undo, redo } = rule;
  const [picking, setPicking] = useState<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [wrong, setWrong] = useState(unread !== null);
  const [pane, setPane] = useState("text");
  const leave = useLeaving(rule.changed);
  useKeys(undo, redo);

  const preview = useAsk<PreviewAnswer>(
    `/segments/${segment?.id}/preview`,
    { rule: rule.asked },
    { enabled: segment !== null && rule.changed },
  );
  const moved = segment && rule.changed ? preview.data : undefined;
  const sets = useMemo(
    () => ({
      segment: segments.filter((one) => one.kind === "live" && one.id !== segment?.id).map((one) => one.name),
      list: segments.filter((one) => one.kind === "list").map((one) => one.name),
      group: (groups ?? []).map((one) => one.name),
    }),
    [segments, groups, segment],
  );
  const known = useMemo(() => {
    const all = (names: string[], count: number | undefined) =>
      count === undefined || count >= MOST ? null : new Set(names);
    return {
      segment: all(sets.segment, segments.length),
      list: all(sets.list, segments.length),
      group: all(sets.group, groups?.length),
    };
  }, [sets, segments, groups]);
  const gone = tree.leaves(root).filter((leaf) => goneOf(leaf.rule, catalogue, known).length > 0).length;
  const entries = useMemo(
    () => entriesOf(catalogue, { segments: segments.filter((one) => one.id !== segment?.id), groups: groups ?? [] }),
    [catalogue, segments, groups, segment],
  );
  const builder: Builder = useMemo(
    () => ({
      catalogue,
      sets,
      known,
      edit,
      counts: rule.counts,
      countedAt: rule.count.data?.at,
      counting: rule.busy,
      pick: setPicking,
      dragged,
      drag: setDragged,
    }),
    [catalogue, sets, known, edit, rule.counts, rule.count.data?.at, rule.busy, dragged],
  );
  const put = useCallback(
    (node: tree.Node) => {
      if (!picking) return;
      const [group = "", nested] = picking.split("/");
      edit((root) => {
        const at = tree.find(root, group);
        if (at?.kind !== "group") return root;
        const added = nested ? tree.group(at.op === "all" ? "any" : "all", [node]) : node;
        return tree.insert(root, group, at.children.length, added);
      });
    },
    [picking, edit],
  );
  const onRule = useCallback((next: Rule) => edit(() => tree.fromRule(next), "text"), [edit]);

  const empty = root.children.length === 0;
  const blocked = wrong ? t("saving.problem") : rule.unfinished > 0 ? t("saving.unfinished") : null;
  const savable = !empty && !blocked && (rule.changed || !segment) && !rule.count.error;
  const save = can("segments.write") ? (
    <Tooltip title={blocked}>
      <Button type="primary" disabled={!savable} onClick={() => setSaving(true)}>
        {segment ? t("saveChange") : t("save")}
      </Button>
    </Tooltip>
  ) : null;
  const count = rule.count.data;
  return (
    <BuilderContext.Provider value={builder}>
      <Page
        title={title}
        actions={
          <>
            <Steps rule={rule} />
            <Look text={empty ? null : rule.read.data?.text} name={segment?.name ?? name} />
            {phone ? null : save}
          </>
        }
      >
        <div className={styles.columns}>
          <Panel>
            {empty ? null : (
              <p className={styles.sentence} data-busy={rule.read.isPlaceholderData || undefined}>
                {label(rule.read.data?.sentence)}
              </p>
            )}
            {empty ? (
              <Empty
                icon={<PlusOutlined />}
                title={t("start")}
                text={t("startText")}
                action={
                  <Button type="primary" icon={<PlusOutlined />} onClick={() => setPicking(root.id)}>
                    {t("addCondition")}
                  </Button>
                }
              />
            ) : (
              <GroupView node={root} place={null} />
            )}
            {rule.unfinished > 0 ? (
              <Alert type="warning" className={styles.again} title={t("unfinishedMany", { count: rule.unfinished })} />
            ) : null}
          </Panel>
          <div className={styles.side}>
            <CountCard
              answer={count}
              error={rule.count.error}
              busy={rule.busy && rule.count.isPlaceholderData}
              everyone={empty || rule.unfinished === tree.leaves(root).length}
              gone={gone}
              preview={moved}
            />
            <Panel flush>
              <div className={styles.panes}>
                <Tabs
                  activeKey={pane}
                  onChange={setPane}
                  items={[
                    {
                      key: "text",
                      label: t("pane.text"),
                      children: (
                        <TextPane
                          text={rule.read.data?.text ?? ""}
                          onRule={onRule}
                          onWrong={setWrong}
                          unread={unread}
                        />
                      ),
                    },
                    {
                      key: "sample",
                      label: t("pane.sample"),
                      children: pane === "sample" ? <SamplePane rule={rule.asked} /> : null,
                    },
                    {
                      key: "cross",
                      label: t("pane.cross"),
                      children: <CrossPane rule={rule.asked} segments={segments} own={segment?.id ?? null} />,
                    },
                  ]}
                />
              </div>
            </Panel>
          </div>
        </div>
        {phone ? (
          <div className={styles.bottom}>
            <span>
              <strong>{f.count(count?.customers)}</strong>
              <span className={styles.bigUnit}>{t("count.unit")}</span> <AsOf at={count?.at} />
            </span>
            {save}
          </div>
        ) : null}
      </Page>
      <Picker open={picking !== null} onClose={() => setPicking(null)} entries={entries} onPick={put} />
      <SaveDrawer
        open={saving}
        onClose={() => setSaving(false)}
        rule={rule.rule}
        segment={segment}
        name={name}
        count={count}
        preview={moved}
        onSaved={(saved) => {
          leave();
          void go(`/segments/${saved.id}`);
        }}
      />
    </BuilderContext.Provider>
  );
}

function Steps({ rule }: { rule: ReturnType<typeof useRule> }) {
  const { t } = useTranslation("builder");
  return (
    <>
      <Tooltip title={t("undo")}>
        <Button icon={<UndoOutlined />} aria-label={t("undo")} disabled={!rule.canUndo} onClick={rule.undo} />
      </Tooltip>
      <Tooltip title={t("redo")}>
        <Button icon={<RedoOutlined />} aria-label={t("redo")} disabled={!rule.canRedo} onClick={rule.redo} />
      </Tooltip>
    </>
  );
}

/** Insight of the conditions as they stand, beside this page: nothing has to be saved first. */
function Look({ text, name }: { text: string | null | undefined; name: string }) {
  const { t } = useTranslation("builder");
  if (!text) return null;
  return (
    <Link to={`/insight?${new URLSearchParams({ text, name: name || t("draft") })}`} target="_blank">
      <Button icon={<PieChartOutlined />} tabIndex={-1}>
        {t("insight")}
      </Button>
    </Link>
  );
}
