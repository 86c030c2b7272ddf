// A node of the tree on the screen: its frame, handle, count and menu around the editor of its kind. Groups hold others.
import { CopyOutlined, DeleteOutlined, HolderOutlined, MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps, Segmented, Tooltip } from "antd";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAsOf, useFormat } from "../../kit";
import styles from "./Builder.module.css";
import { complete } from "./complete";
import { useBuilder, withRule } from "./context";
import { DidNode } from "./DidNode";
import { GoneNote } from "./GoneNote";
import { goneOf } from "./gone";
import { InNode } from "./InNode";
import { IsNode } from "./IsNode";
import { ThenNode } from "./ThenNode";
import * as tree from "./tree";

/** How many match this node alone. */
function NodeCount({ id, unfinished }: { id: string; unfinished?: boolean }) {
  const { t } = useTranslation("builder");
  const { counts, counting, countedAt } = useBuilder();
  const asOf = useAsOf();
  const f = useFormat();
  if (unfinished) return <span className={styles.unfinished}>{t("unfinished")}</span>;
  const value = counts.get(id);
  if (value === undefined) return <span className={styles.nodeCount} />;
  return (
    <Tooltip title={`${t("alone", { value: f.count(value) })} · ${asOf(countedAt)}`}>
      <span className={styles.nodeCount} data-busy={counting || undefined}>
        {f.count(value)}
        <span className="unseen">{t("alone", { value: f.count(value) })}</span>
      </span>
    </Tooltip>
  );
}

function Handle({ id }: { id: string }) {
  const { t } = useTranslation("builder");
  const { drag } = useBuilder();
  return (
    <span
      className={styles.handle}
      draggable
      title={t("drag")}
      aria-hidden
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", id);
        drag(id);
      }}
      onDragEnd={() => drag(null)}
    >
      <HolderOutlined />
    </span>
  );
}

function NodeMenu({ node, top }: { node: tree.Node; top: boolean }) {
  const { t } = useTranslation("builder");
  const { t: common } = useTranslation("common");
  const { edit } = useBuilder();
  const items: MenuProps["items"] = [
    { key: "up", label: t("up"), onClick: () => edit((root) => tree.step(root, node.id, -1)) },
    { key: "down", label: t("down"), onClick: () => edit((root) => tree.step(root, node.id, 1)) },
    ...(top ? [] : [{ key: "out", label: t("out"), onClick: () => edit((root) => tree.lift(root, node.id)) }]),
    { key: "wrap", label: t("wrap"), onClick: () => edit((root) => tree.wrap(root, node.id)) },
    ...(node.kind === "group" && !node.not
      ? [{ key: "dissolve", label: t("dissolve"), onClick: () => edit((root) => tree.dissolve(root, node.id)) }]
      : []),
    {
      key: "not",
      label: node.not ? t("unnegate") : t("negate"),
      onClick: () => edit((root) => tree.negate(root, node.id)),
    },
    { type: "divider" },
    {
      key: "copy",
      icon: <CopyOutlined />,
      label: t("copy"),
      onClick: () => edit((root) => tree.duplicate(root, node.id)),
    },
    {
      key: "delete",
      icon: <DeleteOutlined />,
      danger: true,
      label: common("remove"),
      onClick: () => edit((root) => tree.take(root, node.id)),
    },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
      <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("more")} />
    </Dropdown>
  );
}

/** Takes what is dropped: above or below a node, by the half that the pointer is in. */
function useDrop(place: (half: "before" | "after") => { parent: string; index: number }) {
  const { dragged, drag, edit } = useBuilder();
  const [half, setHalf] = useState<"before" | "after" | null>(null);
  const where = (event: DragEvent<HTMLElement>): "before" | "after" => {
    const box = event.currentTarget.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  };
  return {
    half,
    props: {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!dragged) return;
        event.preventDefault();
        event.stopPropagation();
        setHalf(where(event));
      },
      onDragLeave: () => setHalf(null),
      onDrop: (event: DragEvent<HTMLElement>) => {
        if (!dragged) return;
        event.preventDefault();
        event.stopPropagation();
        const { parent, index } = place(where(event));
        setHalf(null);
        drag(null);
        edit((root) => tree.move(root, dragged, parent, index));
      },
    },
  };
}

interface Place {
  parent: string;
  index: number;
  top: boolean;
}

export function NodeView({ node, place }: { node: tree.Node; place: Place }) {
  const drop = useDrop((half) => ({ parent: place.parent, index: half === "before" ? place.index : place.index + 1 }));
  const { dragged } = useBuilder();
  return (
    <div
      className={styles.place}
      data-drop={drop.half ?? undefined}
      data-dragged={dragged === node.id || undefined}
      {...drop.props}
    >
      {node.kind === "group" ? <GroupView node={node} place={place} /> : <LeafView node={node} top={place.top} />}
    </div>
  );
}

function LeafView({ node, top }: { node: tree.Leaf; top: boolean }) {
  const { t } = useTranslation("builder");
  const { edit, catalogue, known } = useBuilder();
  const put = (rule: tree.LeafRule, not?: boolean) =>
    edit((root) => {
      const next = tree.change(root, node.id, withRule(rule));
      return not === undefined || not === node.not ? next : tree.negate(next, node.id);
    }, `rule ${node.id}`);
  const { rule } = node;
  const said = rule.type === "in" || (rule.type === "did" && (rule.occasion ?? "every") === "every");
  const gone = goneOf(rule, catalogue, known);
  return (
    <div
      className={styles.leaf}
      data-unfinished={!complete(rule) || undefined}
      data-gone={gone.length > 0 || undefined}
    >
      <Handle id={node.id} />
      <div className={styles.fields}>
        {node.not && !said ? <NotMark id={node.id} /> : null}
        {rule.type === "is" ? <IsNode rule={rule} onChange={put} /> : null}
        {rule.type === "did" ? <DidNode rule={rule} not={node.not} onChange={put} /> : null}
        {rule.type === "then" ? <ThenNode rule={rule} onChange={put} /> : null}
        {rule.type === "in" ? <InNode rule={rule} not={node.not} onChange={put} /> : null}
        <GoneNote gone={gone} />
      </div>
      <div className={styles.ends}>
        <NodeCount id={node.id} unfinished={!complete(rule)} />
        <NodeMenu node={node} top={top} />
        <Button
          type="text"
          size="small"
          className={styles.quick}
          icon={<DeleteOutlined />}
          aria-label={t("removeOne")}
          onClick={() => edit((root) => tree.take(root, node.id))}
        />
      </div>
    </div>
  );
}

function NotMark({ id }: { id: string }) {
  const { t } = useTranslation("builder");
  const { edit } = useBuilder();
  return (
    <Tooltip title={t("notOn")}>
      <Button size="small" danger aria-label={t("unnegate")} onClick={() => edit((root) => tree.negate(root, id))}>
        {t("not")}
      </Button>
    </Tooltip>
  );
}

export function GroupView({ node, place }: { node: tree.Group; place: Place | null }) {
  const { t } = useTranslation("builder");
  const { edit, pick } = useBuilder();
  const end = useDrop(() => ({ parent: node.id, index: node.children.length }));
  return (
    <section className={place ? styles.group : styles.root} data-op={node.op} aria-label={t(`${node.op}Text`)}>
      {node.children.length > 1 || place ? (
        <header className={styles.groupHead}>
          {place ? <Handle id={node.id} /> : null}
          {node.not ? <NotMark id={node.id} /> : null}
          <Segmented<"all" | "any">
            size="small"
            aria-label={t("groupOp")}
            value={node.op}
            options={[
              { value: "all", label: t("allText") },
              { value: "any", label: t("anyText") },
            ]}
            onChange={(op) => edit((root) => tree.turn(root, node.id, op))}
          />
          <span className={styles.fill} />
          {place ? (
            <span className={styles.ends}>
              <NodeCount id={node.id} />
              <NodeMenu node={node} top={place.top} />
            </span>
          ) : null}
        </header>
      ) : null}
      <div className={styles.children}>
        {node.children.map((child, index) => (
          <div key={child.id} className={styles.joined}>
            {index > 0 ? <span className={styles.join}>{t(node.op)}</span> : null}
            <NodeView node={child} place={{ parent: node.id, index, top: !place }} />
          </div>
        ))}
      </div>
      <footer className={styles.groupFoot} data-drop={end.half ? "before" : undefined} {...end.props}>
        <Button
          icon={<PlusOutlined />}
          type={place ? "text" : "default"}
          size={place ? "small" : "middle"}
          onClick={() => pick(node.id)}
        >
          {t("addCondition")}
        </Button>
        <Button
          icon={<PlusOutlined />}
          type="text"
          size={place ? "small" : "middle"}
          onClick={() => pick(`${node.id}/group`)}
        >
          {t("addGroup")}
        </Button>
      </footer>
    </section>
  );
}
