// The rules of points: what is earned for what is paid, what a point is worth, when it is usable and when it ends.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type PointsBonus, type PointsRules, put, useRefresh } from "../api";
import { AmountField, Field, useFormat, ValueDrawer, WholeField, WholeInput } from "../kit";
import { ProductSelect } from "../products/ProductSelect";
import { CampaignFields } from "./CampaignFields";
import styles from "./Points.module.css";

interface Props {
  rules: PointsRules;
  open: boolean;
  onClose: () => void;
}

/** What comes back of a thousand that are paid. */
const backOf = (draft: PointsRules) =>
  draft.per > 0 ? Math.round((1000 * draft.points * draft.value) / 100 / draft.per) : 0;

/** The points for so much paid. */
const earnedBy = (paid: number, draft: PointsRules) => Math.floor((paid / Math.max(1, draft.per)) * draft.points);

export function RulesDrawer({ rules, open, onClose }: Props) {
  const { t } = useTranslation("points");
  const f = useFormat();
  const refresh = useRefresh();
  return (
    <ValueDrawer
      open={open}
      onClose={onClose}
      title={t("rules.title")}
      width={620}
      said={t("rules.saved")}
      initial={rules}
      save={async (next) => {
        await put("/points/rules", next);
        await refresh("/points", "/customers");
      }}
    >
      {(draft, change) => (
        <div className={styles.form}>
          <div className={styles.turn}>
            <Switch id="points-on" checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
            <label htmlFor="points-on">{t("rules.enabled")}</label>
          </div>
          <div className={styles.pair}>
            <AmountField
              label={t("rules.per")}
              path="per"
              min={1}
              value={draft.per}
              onChange={(per) => change({ per: per ?? 1 })}
            />
            <WholeField
              label={t("rules.give")}
              path="points"
              unit={t("rules.unit", { count: draft.points })}
              value={draft.points}
              onChange={(points) => change({ points: points ?? 0 })}
            />
            <AmountField
              label={t("rules.value")}
              path="value"
              hint={t("rules.example", {
                count: earnedBy(10_000, draft),
                amount: f.amount(10_000),
                points: f.count(earnedBy(10_000, draft)),
                share: f.rate(backOf(draft)),
              })}
              value={draft.value}
              onChange={(value) => change({ value: value ?? 0 })}
            />
          </div>
          <Ending draft={draft} change={change} />
          <Bonuses bonuses={draft.bonuses} change={(bonuses) => change({ bonuses })} />
        </div>
      )}
    </ValueDrawer>
  );
}

function Ending({ draft, change }: { draft: PointsRules; change: (part: Partial<PointsRules>) => void }) {
  const { t } = useTranslation("points");
  const { expiry } = draft;
  const unit =
    expiry.kind === "days"
      ? t("rules.days", { count: expiry.days })
      : t("rules.years", { count: expiry.kind === "year_end" ? expiry.years : 0 });
  return (
    <div className={styles.pair}>
      <Field label={t("rules.expiry")} path="expiry">
        {(id) => (
          <Select
            id={id}
            value={expiry.kind}
            options={(["never", "days", "year_end"] as const).map((value) => ({
              value,
              label: t(`rules.expiries.${value}`),
            }))}
            onChange={(kind) =>
              change({
                expiry:
                  kind === "days" ? { kind, days: 365 } : kind === "year_end" ? { kind, years: 1 } : { kind: "never" },
              })
            }
          />
        )}
      </Field>
      {expiry.kind === "never" ? (
        <span />
      ) : (
        <WholeField
          label={unit}
          path="expiry"
          min={expiry.kind === "days" ? 1 : 0}
          unit={unit}
          value={expiry.kind === "days" ? expiry.days : expiry.years}
          onChange={(n) =>
            change({
              expiry: expiry.kind === "days" ? { kind: "days", days: n ?? 1 } : { kind: "year_end", years: n ?? 0 },
            })
          }
        />
      )}
      <WholeField
        label={t("rules.returns")}
        path="return_days"
        hint={t("rules.returnsHint")}
        unit={t("rules.days", { count: draft.return_days })}
        value={draft.return_days}
        onChange={(days) => change({ return_days: days ?? 0 })}
      />
      <WholeField
        label={t("rules.waiting")}
        path="waiting_days"
        unit={t("rules.days", { count: draft.waiting_days })}
        value={draft.waiting_days}
        onChange={(days) => change({ waiting_days: days ?? 0 })}
      />
      <Field label={t("rules.notice")} path="notice_days" hint={t("rules.noticeHint")}>
        {(id, status) => (
          <Select
            id={id}
            status={status}
            mode="tags"
            open={false}
            suffixIcon={null}
            value={draft.notice_days.map(String)}
            onChange={(days: string[]) =>
              change({ notice_days: days.map(Number).filter((day) => Number.isInteger(day) && day > 0) })
            }
          />
        )}
      </Field>
      <Field label={t("rules.short")} path="short">
        {(id) => (
          <Select
            id={id}
            value={draft.short}
            options={[
              { value: "owe", label: t("rules.owe") },
              { value: "forgive", label: t("rules.forgive") },
            ]}
            onChange={(short) => change({ short })}
          />
        )}
      </Field>
    </div>
  );
}

const KINDS = ["product", "category", "behaviour", "campaign"] as const;
const DAY = 86_400_000;

function Bonuses({ bonuses, change }: { bonuses: PointsBonus[]; change: (bonuses: PointsBonus[]) => void }) {
  const { t } = useTranslation("points");
  const put = (at: number, bonus: PointsBonus) => change(bonuses.map((one, index) => (index === at ? bonus : one)));
  const fresh = (kind: PointsBonus["kind"]): PointsBonus =>
    kind === "product"
      ? { kind, product_id: "", percent: 200 }
      : kind === "category"
        ? { kind, category: "", percent: 200 }
        : kind === "behaviour"
          ? { kind, name: "reviewed", points: 10, per_day: 1 }
          : {
              kind,
              name: "",
              from: new Date().toISOString(),
              until: new Date(Date.now() + 7 * DAY).toISOString(),
              percent: 200,
              categories: [],
            };
  return (
    <>
      <h3 className={styles.sub}>{t("rules.bonuses")}</h3>
      {bonuses.map((bonus, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bonus is known by its place
        <div key={at} className={styles.bonus}>
          <Field label={t("rules.bonuses")} bare>
            {(id) => (
              <Select
                id={id}
                value={bonus.kind}
                options={KINDS.map((value) => ({ value, label: t(`rules.bonusKind.${value}`) }))}
                onChange={(kind) => put(at, fresh(kind))}
              />
            )}
          </Field>
          <Field
            label={t(
              bonus.kind === "behaviour"
                ? "rules.behaviour"
                : bonus.kind === "campaign"
                  ? "rules.campaign.name"
                  : "rules.bonusWhich",
            )}
            bare
            path={`bonuses.${at}`}
          >
            {(id, status) =>
              bonus.kind === "product" ? (
                <ProductSelect
                  id={id}
                  by="id"
                  value={bonus.product_id || null}
                  onChange={(product_id) => put(at, { ...bonus, product_id: product_id ?? "" })}
                />
              ) : (
                <Input
                  id={id}
                  status={status}
                  value={bonus.kind === "category" ? bonus.category : bonus.name}
                  onChange={(event) =>
                    put(
                      at,
                      bonus.kind === "category"
                        ? { ...bonus, category: event.target.value }
                        : { ...bonus, name: event.target.value },
                    )
                  }
                />
              )
            }
          </Field>
          <WholeInput
            label={bonus.kind === "behaviour" ? t("points") : t("rules.percent")}
            unit={bonus.kind === "behaviour" ? t("rules.unit", { count: bonus.points }) : t("rules.percent")}
            value={bonus.kind === "behaviour" ? bonus.points : bonus.percent}
            onChange={(n) =>
              put(at, bonus.kind === "behaviour" ? { ...bonus, points: n ?? 0 } : { ...bonus, percent: n ?? 0 })
            }
          />
          {bonus.kind === "behaviour" ? (
            <WholeInput
              label={t("rules.perDay")}
              unit={t("rules.times", { count: bonus.per_day })}
              min={1}
              value={bonus.per_day}
              onChange={(n) => put(at, { ...bonus, per_day: n ?? 1 })}
            />
          ) : (
            <span />
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("rules.bonusDrop")}
            onClick={() => change(bonuses.filter((_, index) => index !== at))}
          />
          {bonus.kind === "campaign" ? (
            <CampaignFields campaign={bonus} change={(part) => put(at, { ...bonus, ...part })} />
          ) : null}
        </div>
      ))}
      <div>
        <Button icon={<PlusOutlined />} onClick={() => change([...bonuses, fresh("category")])}>
          {t("rules.bonusAdd")}
        </Button>
      </div>
    </>
  );
}
