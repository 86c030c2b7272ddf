// 等级与规则: the levels, how they are reached, how people join. The right side says who would move before it is saved.
import { App, Button, Dropdown, Input, Switch } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, type Programme, type ProgrammePreview, put, useAsk, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import {
  AmountField,
  Field,
  type Mistake,
  Mistakes,
  Page,
  PageWaiting,
  Panel,
  TonguesField,
  useConfirm,
  useFormat,
  WholeField,
} from "../kit";
import { Counting } from "./Counting";
import { Foreseen } from "./Foreseen";
import { faultsOf } from "./ground";
import { Levels } from "./Levels";
import styles from "./Members.module.css";
import { Recomputing } from "./Recomputing";

interface Preset {
  key: string;
  name: string;
  programme: Programme;
}

export default function ProgrammePage() {
  const { t } = useTranslation(["members", "app"]);
  const programme = useGet<Programme>("/members/programme");
  if (!programme.data) return <PageWaiting title={t("edit.title")} query={programme} />;
  return <Editor kept={programme.data} />;
}

function Editor({ kept }: { kept: Programme }) {
  const { t } = useTranslation(["members", "common"]);
  const f = useFormat();
  const can = useCan()("members.write");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(kept);
  const [refused, setRefused] = useState<Mistake[]>([]);
  const change = (part: Partial<Programme>) => {
    setRefused([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const faults = useMemo<Mistake[]>(
    () => faultsOf(draft.by, draft.levels).map(({ path, code }) => ({ path, text: t(`edit.fault.${code}`) })),
    [draft.by, draft.levels, t],
  );
  const asked = useDeferredValue(draft);
  const preview = useAsk<ProgrammePreview>("/members/programme/preview", asked, {
    enabled: can && faults.length === 0 && draft.levels.length > 0,
  });
  const told = preview.error ? mistakesOf(preview.error) : [];
  const settled = preview.data && asked === draft && !preview.isPlaceholderData ? preview.data : undefined;
  const moved = settled?.moves.reduce((sum, one) => sum + one.members, 0) ?? 0;
  const save = () =>
    confirm({
      title: t("edit.saveAsk"),
      text:
        moved + (settled?.joins ?? 0) > 0
          ? t("edit.saveAskMoves", { moved: f.count(moved), joins: f.count(settled?.joins ?? 0) })
          : t("edit.saveAskNone"),
      verb: t("edit.save"),
      run: async () => {
        try {
          const done = await put<{ programme: Programme; recompute: unknown }>("/members/programme", draft);
          setDraft(done.programme);
          message.success(t(done.recompute ? "edit.savedRecompute" : "edit.saved"));
          await refresh("/members", "/customers", "/segments");
        } catch (error) {
          if (error instanceof Problem) setRefused(mistakesOf(error));
          throw error;
        }
      },
    });
  const dirty = JSON.stringify(draft) !== JSON.stringify(kept);
  return (
    <Page
      title={t("edit.title")}
      sentence={t("edit.sentence")}
      actions={
        can ? (
          <>
            <Presets choose={(programme) => change({ levels: programme.levels, by: programme.by })} />
            <Button type="primary" disabled={!dirty || faults.length > 0 || !settled} onClick={save}>
              {t("edit.save")}
            </Button>
          </>
        ) : null
      }
    >
      <Recomputing />
      <Mistakes list={[...faults, ...told, ...refused]}>
        <fieldset className={styles.editor} disabled={!can}>
          <legend className="unseen">{t("edit.title")}</legend>
          <div className={styles.sections}>
            <Panel>
              <div className={styles.turn}>
                <Switch
                  id="programme-on"
                  checked={draft.enabled}
                  disabled={!can}
                  onChange={(enabled) => change({ enabled })}
                />
                <label htmlFor="programme-on">
                  <strong>{t("edit.enabled")}</strong>
                  <br />
                  <span className={styles.quiet}>{t("edit.enabledHint")}</span>
                </label>
              </div>
              <Counting draft={draft} change={change} />
            </Panel>
            <Panel title={t("edit.levels")} hint={t("edit.levelsHint")}>
              <Levels by={draft.by} levels={draft.levels} change={(levels) => change({ levels })} />
            </Panel>
            <Joining draft={draft} change={change} />
          </div>
          <div className={styles.foresee}>
            <Foreseen
              draft={draft}
              kept={kept}
              preview={settled}
              busy={preview.isFetching || asked !== draft}
              wrong={faults.length > 0 || told.length > 0}
            />
          </div>
        </fieldset>
      </Mistakes>
    </Page>
  );
}

function mistakesOf(problem: Problem): Mistake[] {
  return problem.errors.map((error) => ({ path: error.field, text: error.detail }));
}

function Presets({ choose }: { choose: (programme: Programme) => void }) {
  const { t } = useTranslation("members");
  const confirm = useConfirm();
  const presets = useGet<{ items: Preset[] }>("/members/presets");
  const items = (presets.data?.items ?? []).map(({ key, name, programme }) => ({
    key,
    label: name,
    onClick: () =>
      confirm({
        title: t("edit.presetAsk", { name }),
        text: t("edit.presetText"),
        verb: t("edit.presetUse"),
        run: async () => choose(programme),
      }),
  }));
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button>{t("edit.preset")}</Button>
    </Dropdown>
  );
}

const WAYS = ["automatic", "open", "phone", "invitation"] as const;

function Joining({ draft, change }: { draft: Programme; change: (part: Partial<Programme>) => void }) {
  const { t } = useTranslation("members");
  return (
    <Panel title={t("edit.ways")} hint={t("edit.waysHint")}>
      <div className={styles.stack}>
        <div className={styles.ways}>
          {WAYS.map((way) => (
            <label key={way} className={styles.way} htmlFor={`way-${way}`}>
              <Switch
                id={`way-${way}`}
                size="small"
                checked={draft.ways[way]}
                onChange={(on) => change({ ways: { ...draft.ways, [way]: on } })}
              />
              {t(`edit.way.${way}`)}
            </label>
          ))}
        </div>
        <div className={styles.two}>
          <TonguesField
            label={(tongue) => `${t("edit.why")} · ${t(tongue === "zh" ? "edit.whyZh" : "edit.whyEn")}`}
            path={(tongue) => `why_join.${tongue}`}
            hint={{ zh: t("edit.whyHint") }}
            rows={2}
            maxLength={500}
            value={draft.why_join}
            onChange={(why_join) => change({ why_join })}
          />
        </div>
        <div className={styles.three}>
          <Field label={t("edit.prefix")} path="number_prefix" hint={t("edit.prefixHint")}>
            {(id, status) => (
              <Input
                id={id}
                status={status}
                maxLength={6}
                value={draft.number_prefix}
                onChange={(event) => change({ number_prefix: event.target.value })}
              />
            )}
          </Field>
          <WholeField
            label={`${t("edit.budget")} · ${t("edit.budgetPoints")}`}
            path="budget.points_a_month"
            hint={t("edit.budgetHint")}
            value={draft.budget.points_a_month}
            onChange={(points_a_month) => change({ budget: { ...draft.budget, points_a_month } })}
          />
          <WholeField
            label={`${t("edit.budget")} · ${t("edit.budgetLevels")}`}
            path="budget.levels_a_month"
            unit={t("edit.people")}
            value={draft.budget.levels_a_month}
            onChange={(levels_a_month) => change({ budget: { ...draft.budget, levels_a_month } })}
          />
          <AmountField
            label={`${t("edit.budget")} · ${t("edit.budgetCredit")}`}
            path="budget.credit_a_month"
            value={draft.budget.credit_a_month}
            onChange={(credit_a_month) => change({ budget: { ...draft.budget, credit_a_month } })}
          />
          <AmountField
            label={`${t("edit.budget")} · ${t("edit.budgetGifts")}`}
            path="budget.gifts_a_month"
            value={draft.budget.gifts_a_month}
            onChange={(gifts_a_month) => change({ budget: { ...draft.budget, gifts_a_month } })}
          />
          <WholeField
            label={`${t("edit.budget")} · ${t("edit.budgetCoupons")}`}
            path="budget.coupons_a_month"
            unit={t("edit.sheets")}
            value={draft.budget.coupons_a_month}
            onChange={(coupons_a_month) => change({ budget: { ...draft.budget, coupons_a_month } })}
          />
        </div>
      </div>
    </Panel>
  );
}
