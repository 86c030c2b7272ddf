// 商品潜力: which products are worth pushing in a campaign, each part of the score in view.
import { FireOutlined, SettingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PicksPage } from "../api";
import { useCan } from "../app/session";
import { Empty, Panel, useFormat } from "../kit";
import { Asked } from "../value/Asked";
import styles from "../value/Value.module.css";
import { Grid } from "./Grid";
import { Top } from "./Top";
import { WeightsDrawer } from "./WeightsDrawer";

export default function Picks() {
  const { t } = useTranslation(["picks", "app"]);
  const f = useFormat();
  const can = useCan()("segments.write");
  const [setting, setSetting] = useState(false);
  return (
    <Asked<PicksPage>
      title={t("app:page.picks")}
      path="/insight/picks"
      sentence={(data) => {
        const first = data.picks[0];
        return first
          ? t("sentence", { title: first.title, score: f.count(first.score), count: f.count(data.products) })
          : null;
      }}
      actions={
        can ? (
          <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
            {t("settings.open")}
          </Button>
        ) : undefined
      }
      nothing={<Nothing />}
    >
      {(data) =>
        data.picks.length === 0 ? (
          <Nothing />
        ) : (
          <>
            <Top data={data} />
            <Grid data={data} />
            {data.unknown > 0 ? <p className={styles.note}>{t("stray", { value: f.count(data.unknown) })}</p> : null}
            <WeightsDrawer data={data} open={setting} onClose={() => setSetting(false)} />
          </>
        )
      }
    </Asked>
  );
}

function Nothing() {
  const { t } = useTranslation("picks");
  return (
    <Panel>
      <Empty icon={<FireOutlined />} title={t("empty")} text={t("emptyText")} />
    </Panel>
  );
}
