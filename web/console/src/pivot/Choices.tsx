// What is counted, of whom, when, and against what; and the members that were drilled into, each with its way out.
import { Select, Tag } from "antd";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { PivotDays, Segment } from "../api";
import { useLabel } from "../kit";
import { useDesk } from "./desk";
import styles from "./Pivot.module.css";
import * as question from "./question";

const Days = lazy(() => import("../kit/Days"));

export function Choices({ segments, compared }: { segments: Segment[]; compared: PivotDays | null }) {
  const { t } = useTranslation("pivot");
  const label = useLabel();
  const { catalogue, subject, layout, set } = useDesk();
  const facts = layout.subject !== "customers";
  const timed =
    Boolean(layout.from && layout.to) ||
    layout.within.some(({ dimension }) => subject.dimensions.find(({ key }) => key === dimension)?.group === "time");
  const turn = (key: string) => {
    const next = catalogue.subjects.find((one) => one.key === key);
    if (!next) return;
    const has = (dimension: string) => next.dimensions.some((one) => one.key === dimension);
    const kept = {
      rows: layout.rows.filter(({ dimension }) => has(dimension)),
      columns: layout.columns.filter(({ dimension }) => has(dimension)),
      measures: layout.measures.filter((one) => next.measures.some(({ key }) => key === one)),
    };
    const begin = question.opening(next);
    set({
      ...layout,
      subject: key,
      rows: kept.rows.length + kept.columns.length > 0 ? kept.rows : begin.rows,
      columns: kept.columns,
      measures: kept.measures.length > 0 ? kept.measures : begin.measures,
      within: layout.within.filter(({ dimension }) => has(dimension)),
    });
  };
  return (
    <>
      <div className={styles.choices}>
        <Choice name={t("subject")}>
          <Select
            aria-label={t("subject")}
            value={layout.subject}
            showSearch={{ optionFilterProp: "label" }}
            popupMatchSelectWidth={false}
            options={catalogue.subjects.map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={turn}
          />
        </Choice>
        <Choice name={t("who")}>
          <Select
            aria-label={t("who")}
            value={layout.segment ?? ""}
            showSearch={{ optionFilterProp: "label" }}
            popupMatchSelectWidth={false}
            options={[
              { value: "", label: t("everyone") },
              ...segments.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(id: string) => set({ ...layout, segment: id || null })}
          />
        </Choice>
        {facts ? (
          <>
            <Choice name={t("when")}>
              <Suspense fallback={<span className={styles.place} />}>
                <Days
                  label={t("when")}
                  placeholder={t("always")}
                  from={layout.from ?? undefined}
                  to={layout.to ?? undefined}
                  onChange={(from, to) => set({ ...layout, from: from ?? null, to: to ?? null })}
                />
              </Suspense>
            </Choice>
            <Choice name={t("compare")}>
              <Select
                aria-label={t("compare")}
                value={layout.compare ?? ""}
                disabled={!timed}
                popupMatchSelectWidth={false}
                options={[
                  { value: "", label: t("alone") },
                  { value: "previous", label: t("previous") },
                  { value: "year_before", label: t("year_before") },
                ]}
                onChange={(word: "" | "previous" | "year_before") => set({ ...layout, compare: word || null })}
              />
            </Choice>
            {timed ? null : <span className={styles.hint}>{t("compareNeeds")}</span>}
            {compared ? (
              <span className={styles.hint}>
                {compared.from} – {compared.to}
              </span>
            ) : null}
          </>
        ) : null}
      </div>
      {layout.within.length > 0 ? (
        <ul className={styles.within} aria-label={t("within")}>
          {layout.within.map((one) => (
            <li key={one.dimension}>
              <Tag
                closable
                onClose={(event) => {
                  event.preventDefault();
                  set({ ...layout, within: layout.within.filter((other) => other !== one) });
                }}
              >
                {t("within")} {label(subject.dimensions.find(({ key }) => key === one.dimension)?.label)}: {one.name}
              </Tag>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Choice({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.choice}>
      <span className={styles.hint} aria-hidden>
        {name}
      </span>
      {children}
    </div>
  );
}
