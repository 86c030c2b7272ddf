// What saving would do, in words: how many members would move from which level to which, and how many would join.
import { ArrowRightOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Programme, ProgrammePreview } from "../api";
import { Panel, useFormat, useLabel } from "../kit";
import styles from "./Members.module.css";

interface Props {
  draft: Programme;
  kept: Programme;
  preview: ProgrammePreview | undefined;
  busy: boolean;
  wrong: boolean;
}

export function Foreseen({ draft, kept, preview, busy, wrong }: Props) {
  const { t } = useTranslation("members");
  const f = useFormat();
  const label = useLabel();
  const nameOf = (id: string | null) => label(kept.levels.find((level) => level.id === id)?.name) || t("edit.toNone");
  const moved = preview?.moves.reduce((sum, one) => sum + one.members, 0) ?? 0;
  const most = Math.max(1, ...(preview?.moves.map((one) => one.members) ?? []));
  return (
    <Panel title={t("edit.preview")}>
      <div aria-live="polite" className={styles.foreseen}>
        {wrong ? <p className={styles.quiet}>{t("edit.previewWrong")}</p> : null}
        {!wrong && !preview && busy ? <p className={styles.quiet}>{t("edit.previewWaiting")}</p> : null}
        {!wrong && preview && moved === 0 ? (
          <p>
            <strong>{t("edit.previewNone")}</strong>
            <br />
            <span className={styles.quiet}>{t("edit.previewNoneText", { members: f.count(preview.members) })}</span>
          </p>
        ) : null}
        {!wrong && preview && moved > 0 ? (
          <>
            <strong>{t("edit.previewMoves", { members: f.count(preview.members), moved: f.count(moved) })}</strong>
            <ul className={styles.moves}>
              {preview.moves.map((one) => (
                <li key={`${one.from} ${one.to_index}`}>
                  <span className={styles.move}>
                    {nameOf(one.from)} <ArrowRightOutlined aria-hidden />{" "}
                    {(one.to_index !== null && label(draft.levels[one.to_index]?.name)) || t("edit.toNone")}
                    <strong>{f.count(one.members)}</strong>
                  </span>
                  <span className={styles.track} aria-hidden>
                    <span className={styles.bar} style={{ width: `${(100 * one.members) / most}%` }} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {!wrong && preview && preview.joins > 0 ? (
          <p>{t("edit.previewJoins", { value: f.count(preview.joins) })}</p>
        ) : null}
      </div>
    </Panel>
  );
}
