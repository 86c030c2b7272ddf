// The levels as rows of a form, lowest first: name, thresholds, discount at once; the other benefits behind a fold.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Collapse } from "antd";
import { useTranslation } from "react-i18next";
import type { Benefits, CountedBy, MemberLevel } from "../api";
import { AmountField, KeepField, TonguesField, useLabel, WholeField } from "../kit";
import { asksAmount, asksDeals, levelAbove } from "./ground";
import styles from "./Members.module.css";

interface Props {
  by: CountedBy;
  levels: MemberLevel[];
  change: (levels: MemberLevel[]) => void;
}

export function Levels({ by, levels, change }: Props) {
  const { t } = useTranslation("members");
  const label = useLabel();
  const named = (n: number) => ({
    zh: t("edit.newLevel", { n, lng: "zh-CN" }),
    en: t("edit.newLevel", { n, lng: "en" }),
  });
  const put = (at: number, part: Partial<MemberLevel>) =>
    change(levels.map((level, index) => (index === at ? { ...level, ...part } : level)));
  return (
    <>
      <ol className={styles.levels}>
        {levels.map((level, at) => (
          // A level that was never saved has no id; its place is what it is known by.
          <li key={level.id ?? `new-${at}`} className={styles.level}>
            <Row at={at} by={by} level={level} change={(part) => put(at, part)} />
            <Button
              type="text"
              className={styles.drop}
              icon={<DeleteOutlined />}
              aria-label={t("edit.removeLevel", { name: label(level.name) })}
              disabled={levels.length === 1}
              onClick={() => change(levels.filter((_, index) => index !== at))}
            />
          </li>
        ))}
      </ol>
      <Button
        icon={<PlusOutlined />}
        disabled={levels.length >= 20}
        onClick={() => change([...levels, levelAbove(levels.at(-1), named(levels.length + 1))])}
      >
        {t("edit.addLevel")}
      </Button>
    </>
  );
}

function Row({
  at,
  by,
  level,
  change,
}: {
  at: number;
  by: CountedBy;
  level: MemberLevel;
  change: (part: Partial<MemberLevel>) => void;
}) {
  const { t } = useTranslation("members");
  const path = `levels.${at}`;
  const benefit = (part: Partial<Benefits>) => change({ benefits: { ...level.benefits, ...part } });
  return (
    <div className={styles.levelBody}>
      <div className={styles.levelRow}>
        <TonguesField
          label={(tongue) => t(`edit.name_${tongue}`)}
          path={(tongue) => `${path}.name.${tongue}`}
          maxLength={20}
          value={level.name}
          onChange={(name) => change({ name })}
        />
        {asksAmount(by) ? (
          <AmountField
            label={t("edit.amount")}
            path={`${path}.amount`}
            value={level.amount}
            onChange={(amount) => change({ amount })}
          />
        ) : null}
        {asksDeals(by) ? (
          <WholeField
            label={t("edit.deals")}
            path={`${path}.deals`}
            unit={t("edit.deal")}
            value={level.deals}
            onChange={(deals) => change({ deals })}
          />
        ) : null}
        <KeepField
          label={t("edit.discount")}
          path={`${path}.benefits.discount`}
          min={700}
          value={level.benefits.discount}
          onChange={(discount) => benefit({ discount: discount ?? 1000 })}
        />
        <WholeField
          label={t("edit.points")}
          path={`${path}.benefits.points_percent`}
          min={100}
          max={1000}
          unit={t("edit.pointsUnit")}
          value={level.benefits.points_percent}
          onChange={(percent) => benefit({ points_percent: percent ?? 100 })}
        />
      </div>
      <div className={styles.levelFlags}>
        <Checkbox
          checked={level.benefits.free_shipping}
          onChange={(event) => benefit({ free_shipping: event.target.checked })}
        >
          {t("edit.shipping")}
        </Checkbox>
        <Checkbox
          checked={level.benefits.member_only}
          onChange={(event) => benefit({ member_only: event.target.checked })}
        >
          {t("edit.memberOnly")}
        </Checkbox>
      </div>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: "more",
            label: t("edit.moreBenefits"),
            children: <More path={path} level={level} benefit={benefit} />,
          },
        ]}
      />
    </div>
  );
}

function More({
  path,
  level,
  benefit,
}: {
  path: string;
  level: MemberLevel;
  benefit: (part: Partial<Benefits>) => void;
}) {
  const { t } = useTranslation("members");
  const { benefits } = level;
  return (
    <div className={styles.more}>
      <div className={styles.wide}>
        <TonguesField
          label={(tongue) => t(`edit.birthday_${tongue}`)}
          path={(tongue) => `${path}.benefits.birthday_gift.${tongue}`}
          hint={{ zh: t("edit.birthdayHint") }}
          maxLength={200}
          value={benefits.birthday_gift ?? { zh: "", en: "" }}
          onChange={(gift) => benefit({ birthday_gift: gift.zh || gift.en ? gift : null })}
        />
        {benefits.birthday_gift ? (
          <Checkbox
            checked={benefits.birthday_gift_sends !== false}
            onChange={(event) => benefit({ birthday_gift_sends: event.target.checked })}
          >
            {t("edit.birthdaySends")}
          </Checkbox>
        ) : null}
      </div>
      <WholeField
        label={t("edit.birthdayPoints")}
        path={`${path}.benefits.birthday_points`}
        max={1_000_000}
        unit={t("edit.pointsEach")}
        value={benefits.birthday_points}
        onChange={(points) => benefit({ birthday_points: points ?? 0 })}
      />
      <WholeField
        label={t("edit.early")}
        path={`${path}.benefits.early_access_hours`}
        max={720}
        unit={t("edit.hours")}
        value={benefits.early_access_hours}
        onChange={(hours) => benefit({ early_access_hours: hours ?? 0 })}
      />
      <WholeField
        label={t("edit.returns")}
        path={`${path}.benefits.return_days`}
        max={365}
        unit={t("edit.days")}
        value={benefits.return_days}
        onChange={(days) => benefit({ return_days: days ?? 0 })}
      />
      <WholeField
        label={t("edit.priority")}
        path={`${path}.benefits.priority`}
        hint={t("edit.priorityHint")}
        max={9}
        value={benefits.priority}
        onChange={(priority) => benefit({ priority: priority ?? 0 })}
      />
    </div>
  );
}
