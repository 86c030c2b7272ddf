// Why a segment cannot be counted, in the reader's language: what its rule names and is gone, else what the server says.
import { Alert } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Catalogue, type CountAnswer, type Segment, useAsk, useGet } from "../api";
import { GoneNote } from "./builder/GoneNote";
import { goneOf } from "./builder/gone";
import { fromRule, leaves } from "./builder/tree";

/** Whether a set is gone is the server's to say here. */
const UNKNOWN = { segment: null, list: null, group: null };

export function Broken({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const { rule } = segment;
  // The segment's own word of it is written for programs; the refusal of the same question speaks to people.
  const asked = useAsk<CountAnswer>("/segments/count", { rule }, { enabled: rule !== null });
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
          {gone.length > 0 ? <GoneNote gone={gone} /> : <p>{asked.error?.detail ?? t("stateText.broken")}</p>}
          {t("broken.text")}
        </>
      }
    />
  );
}
