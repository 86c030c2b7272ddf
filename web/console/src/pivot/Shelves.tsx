// What is laid where: three shelves of chips that are dragged, or moved by the menu that each one opens.
import { DownOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, type MenuProps } from "antd";
import { type DragEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PivotAxis, PivotDimension } from "../api";
import { SideDrawer, useLabel } from "../kit";
import { useDesk } from "./desk";
import styles from "./Pivot.module.css";
import type { Shelf } from "./question";
import * as question from "./question";

const TOPS = [5, 10, 20, 50];

export function Shelves() {
  const { layout, subject, catalogue, set } = useDesk();
  const [banding, setBanding] = useState<PivotAxis | null>(null);
  const label = useLabel();
  const { t } = useTranslation("pivot");
  const nameOf = (key: string) => label(subject.dimensions.find((one) => one.key === key)?.label);
  const axisMenu = (axis: PivotAxis, shelf: Shelf, place: number): MenuProps["items"] => {
    const other = shelf === "rows" ? "columns" : "rows";
    const dimension = subject.dimensions.find(({ key }) => key === axis.dimension);
    const finer = question.step(axis.dimension, 1, catalogue, subject);
    const coarser = question.step(axis.dimension, -1, catalogue, subject);
    const at = (to: number) => () => set(question.lay(layout, axis.dimension, shelf, to, catalogue.limits));
    const room = layout[other].length < catalogue.limits[other];
    return [
      {
        key: "other",
        label: t(`move.${other}`),
        disabled: !room,
        onClick: () => set(question.lay(layout, axis.dimension, other, layout[other].length, catalogue.limits)),
      },
      ...(place > 0 ? [{ key: "earlier", label: t("earlier"), onClick: at(place - 1) }] : []),
      ...(place < layout[shelf].length - 1 ? [{ key: "later", label: t("later"), onClick: at(place + 2) }] : []),
      ...(finer
        ? [
            {
              key: "finer",
              label: t("finer", { name: label(finer.label) }),
              onClick: () => set(question.change(layout, axis.dimension, { dimension: finer.key })),
            },
          ]
        : []),
      ...(coarser
        ? [
            {
              key: "coarser",
              label: t("coarser", { name: label(coarser.label) }),
              onClick: () => set(question.up(layout, axis.dimension, coarser.key, catalogue)),
            },
          ]
        : []),
      ...(dimension?.kind === "choice"
        ? [
            {
              key: "top",
              label: t("top"),
              children: [undefined, ...TOPS].map((top) => ({
                key: `top ${top}`,
                label: top ? t("topN", { n: top }) : t("topAll"),
                onClick: () => set(question.change(layout, axis.dimension, { ...axis, top })),
              })),
            },
          ]
        : []),
      ...(dimension?.kind === "bands" ? [{ key: "edges", label: t("edges"), onClick: () => setBanding(axis) }] : []),
      { type: "divider" as const, key: "line" },
      { key: "remove", label: t("remove"), onClick: () => set(question.take(layout, axis.dimension)) },
    ];
  };
  const axisName = (axis: PivotAxis) =>
    axis.top
      ? `${nameOf(axis.dimension)} · ${t("topN", { n: axis.top })}`
      : axis.edges
        ? t("edgesOwn", { name: nameOf(axis.dimension) })
        : nameOf(axis.dimension);
  return (
    <div className={styles.shelves}>
      {(["rows", "columns"] as const).map((shelf) => (
        <ShelfBox key={shelf} shelf={shelf} empty={layout[shelf].length === 0}>
          {layout[shelf].map((axis, place) => (
            <Chip
              key={axis.dimension}
              kind="dimension"
              id={axis.dimension}
              name={axisName(axis)}
              shelf={shelf}
              place={place}
              items={axisMenu(axis, shelf, place)}
            />
          ))}
        </ShelfBox>
      ))}
      <ShelfBox shelf="values" empty={layout.measures.length === 0}>
        {layout.measures.map((key, place) => {
          const at = (to: number) => () => set(question.measure(layout, key, to, catalogue.limits.measures));
          return (
            <Chip
              key={key}
              kind="measure"
              id={key}
              name={label(subject.measures.find((one) => one.key === key)?.label)}
              shelf="values"
              place={place}
              items={[
                ...(place > 0 ? [{ key: "earlier", label: t("earlier"), onClick: at(place - 1) }] : []),
                ...(place < layout.measures.length - 1
                  ? [{ key: "later", label: t("later"), onClick: at(place + 2) }]
                  : []),
                {
                  key: "remove",
                  label: t("remove"),
                  disabled: layout.measures.length === 1,
                  onClick: () => set({ ...layout, measures: layout.measures.filter((one) => one !== key) }),
                },
              ]}
            />
          );
        })}
      </ShelfBox>
      <Bands
        axis={banding}
        dimension={subject.dimensions.find(({ key }) => key === banding?.dimension)}
        onClose={() => setBanding(null)}
      />
    </div>
  );
}

/** A shelf takes what is dropped on it, at its end; the plus offers what it may hold, for the keyboard and the phone. */
function ShelfBox({ shelf, empty, children }: { shelf: Shelf | "values"; empty: boolean; children: ReactNode }) {
  const { t } = useTranslation("pivot");
  const { dragged, drop, layout } = useDesk();
  const takes = dragged && (dragged.kind === "measure") === (shelf === "values");
  const [over, setOver] = useState(false);
  const end = shelf === "values" ? layout.measures.length : layout[shelf].length;
  return (
    <section
      className={styles.shelf}
      aria-label={t(shelf)}
      data-takes={takes || undefined}
      data-over={(takes && over) || undefined}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        drop(shelf, end);
      }}
    >
      <div className={styles.shelfName}>{t(shelf)}</div>
      <div className={styles.chips}>
        {children}
        {empty ? <span className={styles.hint}>{t(`${shelf}Hint`)}</span> : null}
        <Add shelf={shelf} />
      </div>
    </section>
  );
}

function Add({ shelf }: { shelf: Shelf | "values" }) {
  const { t } = useTranslation("pivot");
  const { subject, layout, drop, catalogue } = useDesk();
  const label = useLabel();
  const laid = new Set([...layout.rows, ...layout.columns].map(({ dimension }) => dimension));
  const limit = shelf === "values" ? catalogue.limits.measures : catalogue.limits[shelf];
  const held = shelf === "values" ? layout.measures.length : layout[shelf].length;
  const free = subject.dimensions.filter(({ key }) => !laid.has(key));
  const groups = [...new Set(free.map(({ group }) => group))].map((group) => free.filter((one) => one.group === group));
  const items: MenuProps["items"] =
    shelf === "values"
      ? subject.measures
          .filter(({ key }) => !layout.measures.includes(key))
          .map((one) => ({
            key: one.key,
            label: label(one.label),
            onClick: () => drop(shelf, held, { kind: "measure", key: one.key }),
          }))
      : groups.map((some) => ({
          key: some[0]?.group ?? "",
          type: "group" as const,
          label: label(some[0]?.group_label),
          children: some.map((one) => ({
            key: one.key,
            label: label(one.label),
            onClick: () => drop(shelf, held, { kind: "dimension", key: one.key }),
          })),
        }));
  if (held >= limit || items.length === 0) return null;
  return (
    <Dropdown trigger={["click"]} menu={{ items, className: styles.menu }}>
      <Button size="small" type="text" icon={<PlusOutlined />} aria-label={t("addTo", { shelf: t(shelf) })} />
    </Dropdown>
  );
}

function Chip({
  kind,
  id,
  name,
  shelf,
  place,
  items,
}: {
  kind: "dimension" | "measure";
  id: string;
  name: string;
  shelf: Shelf | "values";
  place: number;
  items: MenuProps["items"];
}) {
  const { t } = useTranslation("pivot");
  const { drag, dragged, drop } = useDesk();
  const takes = dragged && (dragged.kind === "measure") === (shelf === "values") && dragged.key !== id;
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button
        type="button"
        className={styles.chip}
        data-measure={kind === "measure" || undefined}
        aria-label={t("chip", { name })}
        draggable
        onDragStart={(event: DragEvent) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", name);
          drag({ kind, key: id });
        }}
        onDragEnd={() => drag(null)}
        onDragOver={(event) => {
          if (takes) event.preventDefault();
        }}
        onDrop={(event) => {
          if (!takes) return;
          event.preventDefault();
          event.stopPropagation();
          drop(shelf, place);
        }}
      >
        {name} <DownOutlined aria-hidden />
      </button>
    </Dropdown>
  );
}

/** The edges of a dimension that is cut into bands. */
function Bands({
  axis,
  dimension,
  onClose,
}: {
  axis: PivotAxis | null;
  dimension: PivotDimension | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation(["pivot", "common"]);
  const label = useLabel();
  const { layout, set } = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (axis?.edges ?? dimension?.edges ?? []).join(", ");
  const edges = text.split(/[,，\s]+/).filter(Boolean);
  const bad =
    edges.length > 30 ||
    edges.some((edge, at) => !Number.isFinite(Number(edge)) || (at > 0 && Number(edge) <= Number(edges[at - 1])));
  const close = () => {
    setTyped(null);
    onClose();
  };
  return (
    <SideDrawer
      open={axis !== null}
      onClose={close}
      width={400}
      title={`${t("edges")} · ${label(dimension?.label)}`}
      footer={
        <Button
          type="primary"
          disabled={bad}
          onClick={() => {
            if (axis)
              set(question.change(layout, axis.dimension, { ...axis, edges: edges.length > 0 ? edges : undefined }));
            close();
          }}
        >
          {t("common:save")}
        </Button>
      }
    >
      <p className={styles.hint}>{t("edgesHelp")}</p>
      <Input
        value={text}
        aria-label={t("edges")}
        status={bad ? "error" : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
      {bad ? <p role="alert">{t("edgesBad")}</p> : null}
    </SideDrawer>
  );
}
