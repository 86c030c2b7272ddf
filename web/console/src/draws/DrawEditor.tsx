// A draw being made: who may draw and how often, the prizes with their odds, and the rules that the law asks for.
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Input, Select, Skeleton, Switch } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router";
import {
  type Draw,
  type DrawTerms,
  type Finding,
  Problem,
  type Programme,
  post,
  put,
  useAsk,
  useGet,
  useRefresh,
} from "../api";
import { useCan, useKeepShops } from "../app/session";
import {
  ErrorState,
  Field,
  type Mistake,
  Mistakes,
  Page,
  PageWaiting,
  Panel,
  TonguesField,
  useFormat,
  useLabel,
  WholeField,
} from "../kit";
import { instantAt } from "../kit/wallClock";
import { Findings } from "../promotions/Findings";
import { useSettled } from "../promotions/useSettled";
import wizard from "../promotions/Wizard.module.css";
import styles from "./Draws.module.css";
import { PrizeFields } from "./PrizeFields";
import { RuleFields } from "./RuleFields";
import { freshPrize, freshTerms, missingOf, odds, tidy, WHOLE, winning } from "./terms";
import { usePublishDraw } from "./usePublishDraw";

export default function DrawEditor() {
  const { t } = useTranslation(["draws", "app"]);
  const { id } = useParams();
  const draw = useGet<Draw>(`/draws/${id}`, {}, { enabled: id !== undefined });
  const [begun, setBegun] = useState<Draw | null>(null);
  if (!begun && draw.data) setBegun(draw.data);
  const [fresh] = useState(() => freshTerms(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000).toISOString()));
  if (!id) return <Editor kept={null} begin={fresh} />;
  // What is published is promised: it is looked at, not edited.
  if (begun && begun.state !== "draft") return <Navigate to={`/draws/${begun.id}`} replace />;
  if (begun) return <Editor key={begun.id} kept={begun} begin={begun.terms} />;
  return <PageWaiting title={t("edit")} query={draw} />;
}

function Editor({ kept: first, begin }: { kept: Draw | null; begin: DrawTerms }) {
  const { t } = useTranslation(["draws", "common", "promotions"]);
  const f = useFormat();
  const can = useCan()("coupons.write");
  const go = useNavigate();
  const keep = useKeepShops();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [kept, setKept] = useState(first);
  const [terms, setTerms] = useState(begin);
  const [refused, setRefused] = useState<Mistake[]>([]);
  /** Nothing is wrong with a form that nobody has touched. */
  const [touched, setTouched] = useState(first !== null);
  const [busy, setBusy] = useState<"save" | "publish" | null>(null);
  const publish = usePublishDraw((done) => go(keep(`/draws/${done.id}`), { replace: true }));
  const change = (part: Partial<DrawTerms>) => {
    setRefused([]);
    setTouched(true);
    setTerms((old) => ({ ...old, ...part }));
  };
  const missing = useMemo(() => missingOf(terms), [terms]);
  const asked = useSettled(
    useMemo(() => tidy(terms), [terms]),
    400,
  );
  // What is asked lags behind what is typed: both must be whole.
  const check = useAsk<{ findings: Finding[] }>(
    "/draws/check",
    { terms: asked },
    { enabled: missing.length + missingOf(asked).length === 0 },
  );
  const findings = check.data?.findings ?? [];
  const mistakes = useMemo<Mistake[]>(
    () => [...(touched ? missing : []).map(({ path, what }) => ({ path, text: t(`missing.${what}`) })), ...refused],
    [touched, missing, refused, t],
  );
  const save = async () => {
    const done = kept
      ? await put<Draw>(`/draws/${kept.id}`, { terms: tidy(terms), revision: kept.revision })
      : await post<Draw>("/draws", { terms: tidy(terms) });
    setKept(done);
    await refresh("/draws");
    return done;
  };
  const run = async (what: "save" | "publish") => {
    setBusy(what);
    try {
      const done = await save();
      if (what === "save") {
        message.success(t("saved"));
        go(keep(`/draws/${done.id}`), { replace: true });
      } else {
        if (!first) go(keep(`/draws/${done.id}/edit`), { replace: true });
        await publish(done);
      }
    } catch (error) {
      if (error instanceof Problem)
        setRefused(error.errors.map((one) => ({ path: one.field.replace(/^terms\./, ""), text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(null);
    }
  };
  const lost = WHOLE - winning(terms.prizes);
  return (
    <Page
      title={first ? t("edit") : t("new")}
      sentence={t("editorSentence")}
      actions={
        can ? (
          <>
            <Button
              loading={busy === "save"}
              disabled={busy !== null || missing.some((one) => one.path === "name")}
              onClick={() => void run("save")}
            >
              {t("saveDraft")}
            </Button>
            <Button
              type="primary"
              loading={busy === "publish"}
              disabled={busy !== null || missing.length > 0}
              onClick={() => void run("publish")}
            >
              {t("publish")}
            </Button>
          </>
        ) : null
      }
    >
      <Mistakes list={mistakes}>
        <div className={wizard.editor}>
          <div className={wizard.sections}>
            <Panel title={t("about")}>
              <About terms={terms} change={change} />
            </Panel>
            <Panel title={t("prizes")} hint={t("prizesEdit")}>
              <div className={wizard.stack}>
                {terms.prizes.map((one, at) => (
                  <PrizeFields
                    // biome-ignore lint/suspicious/noArrayIndexKey: a prize is known by its place
                    key={at}
                    at={at}
                    prize={one}
                    change={(part) =>
                      change({ prizes: terms.prizes.map((old, index) => (index === at ? { ...old, ...part } : old)) })
                    }
                    drop={
                      terms.prizes.length > 1
                        ? () => change({ prizes: terms.prizes.filter((_, index) => index !== at) })
                        : undefined
                    }
                  />
                ))}
                <div>
                  <Button
                    icon={<PlusOutlined />}
                    disabled={terms.prizes.length >= 20}
                    onClick={() => change({ prizes: [...terms.prizes, freshPrize()] })}
                  >
                    {t("prizeAdd")}
                  </Button>
                </div>
                <p className={lost < 0 ? styles.bad : styles.sum} aria-live="polite">
                  {lost < 0 ? t("missing.chances") : t("lost", { odds: odds(lost, f.setting.locale) })}
                </p>
              </div>
            </Panel>
            <Panel title={t("rulesTitle")} hint={t("rulesHint")}>
              <RuleFields rules={terms.rules} change={(rules) => change({ rules })} />
            </Panel>
          </div>
          <div className={wizard.aside}>
            <Panel title={t("promotions:lint")} hint={t("lintHint")}>
              <div aria-live="polite">
                {missing.length > 0 ? (
                  <p className={wizard.cure}>{t("promotions:mendFirst", { count: missing.length })}</p>
                ) : check.error ? (
                  <ErrorState error={check.error} small onRetry={() => void check.refetch()} />
                ) : !check.data ? (
                  <Skeleton active paragraph={{ rows: 2 }} title={false} />
                ) : findings.length === 0 ? (
                  <p className={wizard.fine}>{t("promotions:lintFine")}</p>
                ) : (
                  <Findings list={findings} />
                )}
              </div>
            </Panel>
            <Panel title={t("proof.title")}>
              <p className={styles.quiet}>{t("proof.draft")}</p>
              <p className={styles.quiet}>{t("frozen")}</p>
            </Panel>
          </div>
        </div>
      </Mistakes>
    </Page>
  );
}

function About({ terms, change }: { terms: DrawTerms; change: (part: Partial<DrawTerms>) => void }) {
  const { t } = useTranslation(["draws", "promotions"]);
  const label = useLabel();
  const f = useFormat();
  const programme = useGet<Programme>("/members/programme");
  const { zone } = f.setting;
  const wall = (at: string) => f.instant(at).replace(" ", "T");
  const whole = (
    key: "most_per_customer" | "most_per_day" | "points",
    min: number,
    placeholder: string,
    unit: string,
  ) => (
    <WholeField
      label={t(`field.${key}`)}
      path={key}
      min={min}
      unit={unit}
      placeholder={placeholder}
      value={terms[key]}
      onChange={(value) => change({ [key]: value })}
    />
  );
  const whose = !terms.members_only ? "" : (terms.level ?? "any");
  return (
    <div className={wizard.fields}>
      <TonguesField
        label={(tongue) => t(`promotions:field.name_${tongue}`)}
        path={(tongue) => `name.${tongue}`}
        maxLength={60}
        value={terms.name}
        onChange={(name) => change({ name })}
      />
      <Field label={t("field.kind")} path="kind">
        {(id) => (
          <Select<DrawTerms["kind"]>
            id={id}
            style={{ width: "100%" }}
            value={terms.kind}
            options={(["wheel", "scratch"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(kind) => change({ kind })}
          />
        )}
      </Field>
      <Field label={t("field.whose")} path="level">
        {(id, status) => (
          <Select
            id={id}
            status={status}
            style={{ width: "100%" }}
            value={whose}
            options={[
              { value: "", label: t("everybody") },
              { value: "any", label: t("anyMember") },
              ...(programme.data?.levels ?? []).map((level) => ({
                value: level.id ?? "",
                label: t("levelUp", { name: label(level.name) }),
              })),
            ]}
            onChange={(value) =>
              change({ members_only: value !== "", level: value === "" || value === "any" ? null : value })
            }
          />
        )}
      </Field>
      {(["starts_at", "ends_at"] as const).map((end) => (
        <Field key={end} label={t(`field.${end}`)} path={end}>
          {(id, status) => (
            <Input
              id={id}
              status={status}
              type="datetime-local"
              value={wall(terms[end])}
              onChange={(event) => {
                if (event.target.value) change({ [end]: instantAt(event.target.value, zone) });
              }}
            />
          )}
        </Field>
      ))}
      <WholeField
        label={t("field.free")}
        path="free"
        hint={t("freeHint")}
        unit={t("times")}
        value={terms.free}
        onChange={(free) => change({ free: free ?? 0 })}
      />
      <div className={wizard.stack}>
        <div className={wizard.turn}>
          <Switch
            id="draw-points"
            checked={terms.points !== null}
            onChange={(on) => change({ points: on ? 100 : null })}
          />
          <label htmlFor="draw-points">{t("byPoints")}</label>
        </div>
        {terms.points === null ? null : whole("points", 1, "", t("pointsEach"))}
      </div>
      {whole("most_per_customer", 1, t("promotions:noLimit"), t("times"))}
      {whole("most_per_day", 1, t("promotions:noLimit"), t("times"))}
    </div>
  );
}
