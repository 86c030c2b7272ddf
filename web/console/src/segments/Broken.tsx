// Why a segment cannot be counted, in the reader's language: what its rule names and is gone, else the server's own sentence.
import { Alert } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Catalogue, type Segment, useGet } from "../api";
import { GoneNote } from "./builder/GoneNote";
import { goneOf } from "./builder/gone";
import { fromRule, leaves } from "./builder/tree";

/** Whether a set is gone is the server's to say here. */
const UNKNOWN = { segment: null, list: null, group: null };

export function Broken({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const { rule } = segment;
  const catalogue = useGet<Catalogue>("/rules/catalogue").data;
  const gone = useMemo(
    () => (rule && catalogue ? leaves(fromRule(rule)).flatMap((leaf) => goneOf(leaf.rule, catalogue, UNKNOWN)) : []),
    [rule, catalogue],
  );
  return (
    <Alert
      type="error"
      showIcon
      title={t("broken.title")}
      description={
        <>
          {gone.length > 0 ? <GoneNote gone={gone} /> : <p>{segment.problem ?? t("stateText.broken")}</p>}
          {t("broken.text")}
        </>
      }
    />
  );
}
