// When a campaign multiplies points, and for which categories.
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { PointsBonus } from "../api";
import { Field, useFormat } from "../kit";
import { instantAt } from "../kit/wallClock";
import { WordSelect } from "../products/WordSelect";
import styles from "./Points.module.css";

export type Campaign = Extract<PointsBonus, { kind: "campaign" }>;

interface Props {
  campaign: Campaign;
  change: (part: Partial<Campaign>) => void;
}

export function CampaignFields({ campaign, change }: Props) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const wall = (at: string) => f.instant(at).replace(" ", "T");
  return (
    <div className={styles.campaign}>
      {(["from", "until"] as const).map((end) => (
        <Field key={end} label={t(`rules.campaign.${end}`)}>
          {(id, status) => (
            <Input
              id={id}
              status={status}
              type="datetime-local"
              value={wall(campaign[end])}
              onChange={(event) => {
                if (event.target.value) change({ [end]: instantAt(event.target.value, f.setting.zone) });
              }}
            />
          )}
        </Field>
      ))}
      <Field label={t("rules.campaign.categories")} hint={t("rules.campaign.all")}>
        {(id, status) => (
          <WordSelect
            id={id}
            status={status}
            of="categories"
            value={campaign.categories}
            onChange={(categories) => change({ categories })}
          />
        )}
      </Field>
    </div>
  );
}
