// Terms being edited: the form on the left, at the side the shop window and what the linter says of what stands there now.
import { App, Button, Skeleton, Tag } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import {
  type CouponProgramme,
  type Finding,
  type Lint,
  Problem,
  type ProgrammeHow,
  type PromotionFull,
  post,
  put,
  type ShopWindow,
  type Terms,
  useAsk,
  useRefresh,
} from "../api";
import { useCan, useKeepShops } from "../app/session";
import { How, plainHow } from "../coupons/How";
import { type Mistake, Mistakes, Page, Panel, TonguesField, useLabel } from "../kit";
import { LintAnswer } from "./Findings";
import { formOf, tidy } from "./forms";
import { OfferFields } from "./OfferFields";
import { usePublish } from "./publish";
import { Limits, WhatAndWho, When } from "./ScopeFields";
import { ShopWindowCard } from "./ShopWindowCard";
import { useSettled } from "./useSettled";
import styles from "./Wizard.module.css";

interface Kept {
  id: string;
  revision: number;
  version: number;
}

interface Props {
  kept: Kept | null;
  begin: Terms;
  held: boolean;
}

export function Editor({ kept: first, begin, held }: Props) {
  const { t } = useTranslation(["promotions", "common"]);
  const label = useLabel();
  const go = useNavigate();
  const keep = useKeepShops();
  const can = useCan()(held ? "coupons.write" : "promotions.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [kept, setKept] = useState(first);
  const [terms, setTerms] = useState(begin);
  const [how, setHow] = useState<ProgrammeHow>(plainHow);
  const [busy, setBusy] = useState<"save" | "publish" | null>(null);
  const [refused, setRefused] = useState<Mistake[]>([]);
  const change = (part: Partial<Terms>) => {
    setRefused([]);
    setTerms((old) => ({ ...old, ...part }));
  };
  const said = useWhatIsSaid(terms, kept !== null);
  const mistakes = useMemo<Mistake[]>(
    () => [...said.problems.map((one) => ({ path: one.path, text: label(one.message) })), ...refused],
    [said.problems, refused, label],
  );
  const wrong = said.problems.length;
  const where = (id: string) => keep(held ? `/coupons/${id}` : `/promotions/${id}`);
  const publish = usePublish(
    () => {},
    (full) => go(where(full.id), { replace: true }),
  );

  const save = async (): Promise<Kept> => {
    const promotion = tidy(terms);
    if (kept) {
      const full = await put<PromotionFull>(`/promotions/${kept.id}`, { promotion, revision: kept.revision });
      setKept(full);
      return full;
    }
    if (held) {
      const made = await post<CouponProgramme>("/coupons/programmes", { promotion, how });
      setKept(made.promotion);
      return { ...made.promotion, id: made.id };
    }
    const full = await post<PromotionFull>("/promotions", { promotion });
    setKept(full);
    return full;
  };
  const run = async (what: "save" | "publish") => {
    setBusy(what);
    try {
      const saved = await save();
      await refresh("/promotions", "/coupons");
      if (what === "publish") {
        // It is kept now: whoever turns back from the question, or reloads, goes on with the same one.
        if (!kept) go(keep(`/promotions/${saved.id}/edit`), { replace: true });
        await publish(saved);
      } else {
        message.success(t("draftSaved"));
        go(where(saved.id), { replace: true });
      }
    } catch (error) {
      if (error instanceof Problem)
        setRefused(error.errors.map((one) => ({ path: one.field.replace(/^promotion\./, ""), text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(null);
    }
  };
  const form = formOf(terms.offer);
  const named = Boolean(terms.name.zh.trim() || terms.name.en.trim());
  return (
    <Page
      title={kept ? t("edit") : held ? t("newCoupon") : t("new")}
      sentence={
        <>
          <Tag variant="filled">{t(`form.${form}`)}</Tag> {first ? null : t(`example.${form}`)}
        </>
      }
      actions={
        can ? (
          <>
            <Button loading={busy === "save"} disabled={!named || busy !== null} onClick={() => void run("save")}>
              {t("saveDraft")}
            </Button>
            <Button
              type="primary"
              loading={busy === "publish"}
              disabled={!named || busy !== null || wrong > 0}
              onClick={() => void run("publish")}
            >
              {t("publish")}
            </Button>
          </>
        ) : null
      }
    >
      <Mistakes list={mistakes}>
        <div className={styles.editor}>
          <div className={styles.sections}>
            <Panel title={t("what")}>
              <div className={styles.stack}>
                <div className={styles.fields}>
                  <TonguesField
                    label={(tongue) => t(`field.name_${tongue}`)}
                    path={(tongue) => (tongue === "zh" ? "name" : "name.en")}
                    hint={{ en: t("nameHint") }}
                    maxLength={60}
                    value={terms.name}
                    onChange={(name) => change({ name })}
                  />
                </div>
                <OfferFields offer={terms.offer} change={(offer) => change({ offer })} />
              </div>
            </Panel>
            <Panel title={t("when")}>
              <When terms={terms} change={change} />
            </Panel>
            <Panel title={t("whatAndWho")} hint={t("whatAndWhoHint")}>
              <WhatAndWho terms={terms} change={change} />
            </Panel>
            <Panel title={t("limits")} hint={t("limitsHint")}>
              <Limits terms={terms} change={change} />
            </Panel>
            {held && !first ? <How how={how} change={(part) => setHow((old) => ({ ...old, ...part }))} /> : null}
          </div>
          <div className={styles.aside}>
            <Panel title={t("window")} hint={t("windowHint")}>
              <ShopWindowCard window={said.window} held={held} />
            </Panel>
            <Panel title={t("lint")} hint={t("lintHint")}>
              <div aria-live="polite">
                {wrong > 0 ? (
                  <p className={styles.cure}>{t("mendFirst", { count: wrong })}</p>
                ) : said.lint ? (
                  <LintAnswer lint={said.lint} />
                ) : (
                  <Skeleton active paragraph={{ rows: 2 }} title={false} />
                )}
              </div>
            </Panel>
          </div>
        </div>
      </Mistakes>
    </Page>
  );
}

/** The shop window and mistakes at once, the linter's findings once the terms stand still and have no mistakes. */
function useWhatIsSaid(terms: Terms, known: boolean) {
  const promotion = useMemo(() => tidy(terms), [terms]);
  const checked = useAsk<{ problems: Finding[]; window: ShopWindow }>("/promotions/check", {
    promotion: useSettled(promotion, 250),
  });
  // A key is made when a promotion is kept for the first time.
  const problems = (checked.data?.problems ?? []).filter((one) => known || one.path !== "key");
  const lint = useAsk<Lint>(
    "/promotions/lint",
    { promotion: useSettled(promotion, 900) },
    { enabled: checked.data !== undefined && problems.length === 0 },
  );
  return { window: checked.data?.window, problems, lint: lint.data };
}
