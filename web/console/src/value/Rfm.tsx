// RFM: when they last bought against how often, as a heat map of 25 cells; the eight groups of the trade; and how customers
// moved between them.
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RfmPage } from "../api";
import { Panel, useFormat, useLabel } from "../kit";
import { Defined } from "./Defined";
import { Frame } from "./Frame";
import { Groups } from "./Groups";
import { Movement } from "./Movement";
import { type Measure, RfmHeat } from "./RfmHeat";
import { useSay } from "./say";
import styles from "./Value.module.css";
import { groupWeight } from "./weights";

export default function Rfm() {
  const { t } = useTranslation(["value", "app"]);
  return (
    <Frame<RfmPage> title={t("app:page.rfm")} path="/insight/rfm" sentence={(data) => <Sentence data={data} />}>
      {(data) => (
        <>
          <Heat data={data} />
          <Groups title={t("rfm.groups")} hint={t("rfm.groupsHint")} define={["rfm"]} rows={data.groups} />
          <Movement
            movement={data.movement}
            title={t("movement.groups")}
            hint={t("movement.groupsHint")}
            define="movement"
            weight={groupWeight}
          />
        </>
      )}
    </Frame>
  );
}

function Sentence({ data }: { data: RfmPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const best = data.groups[0];
  const back = data.groups.find((one) => one.key === "win_back");
  if (!best) return t("rfm.none");
  return (
    <>
      {t("rfm.sentence", {
        group: label(best.label),
        value: f.count(best.customers),
        share: f.rate(best.share),
        money: say.money(best.realised),
      })}
      {back && back.customers > 0
        ? t("rfm.sentenceBack", {
            group: label(back.label),
            value: f.count(back.customers),
            money: say.money(back.realised),
          })
        : null}
    </>
  );
}

function Heat({ data }: { data: RfmPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const label = useLabel();
  const say = useSay();
  const [by, setBy] = useState<Measure>("customers");
  const title = t("rfm.heat");
  const parted = data.thresholds;
  return (
    <Panel
      title={title}
      hint={
        <>
          {t("rfm.heatHint")} <Defined of={["rfm"]} name={title} />
        </>
      }
      extra={
        <Segmented<Measure>
          aria-label={t("rfm.by")}
          value={by}
          onChange={setBy}
          options={(["customers", "realised", "mean"] as const).map((value) => ({
            value,
            label: t(`rfm.measure.${value}`),
          }))}
        />
      }
    >
      <RfmHeat cells={data.cells} by={by} name={title} />
      <p className={styles.note}>
        {label(data.scheme.text)}
        {parted ? " · " : null}
        {parted
          ? t("rfm.parted", {
              days: f.count(Math.round(parted.recency_days)),
              times: say.number(parted.frequency),
              money: say.money(parted.monetary),
            })
          : null}
      </p>
    </Panel>
  );
}
