// The conditions beside another segment: how far they overlap, and the three ways to go on.
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CrossAnswer, type Rule, type Segment, useAsk } from "../../api";
import { ErrorState } from "../../kit";
import { VennPicture } from "../cross/VennPicture";
import styles from "./Builder.module.css";
import { useBuilder } from "./context";
import * as tree from "./tree";

export function CrossPane({ rule, segments, own }: { rule: Rule; segments: Segment[]; own: string | null }) {
  const { t } = useTranslation("builder");
  const { edit } = useBuilder();
  const [id, setId] = useState<string | null>(null);
  const others = segments.filter((one) => one.id !== own);
  const other = others.find((one) => one.id === id) ?? null;
  const answer = useAsk<CrossAnswer>(
    "/segments/cross",
    { left: { rule }, right: { segment: id } },
    { enabled: other !== null },
  );
  const act = (how: "and" | "or" | "minus") =>
    other &&
    edit((root) =>
      tree.cross(root, how, { type: "in", set: other.kind === "list" ? "list" : "segment", name: other.name }),
    );
  return (
    <div>
      <p className={styles.textHint}>{t("cross.text")}</p>
      <Select
        className={styles.crossPick}
        aria-label={t("cross.pick")}
        placeholder={t("cross.pick")}
        value={id}
        showSearch={{ optionFilterProp: "label" }}
        options={others.map((one) => ({ value: one.id, label: one.name }))}
        onChange={setId}
      />
      {answer.error ? <ErrorState error={answer.error} small /> : null}
      {other && answer.data ? (
        <>
          <VennPicture answer={answer.data} left={t("cross.left")} right={other.name} busy={answer.isPlaceholderData} />
          <div className={styles.crossDeeds}>
            <Button onClick={() => act("and")}>{t("cross.and")}</Button>
            <Button onClick={() => act("or")}>{t("cross.or")}</Button>
            <Button onClick={() => act("minus")}>{t("cross.minus")}</Button>
          </div>
        </>
      ) : null}
    </div>
  );
}
