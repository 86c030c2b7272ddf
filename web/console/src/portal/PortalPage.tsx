// 买家会员页: whether buyers may come in, how it looks, and what bringing friends is worth. The card beside it shows the colour.
import { ExportOutlined } from "@ant-design/icons";
import { Alert, App, Button, ColorPicker, Select, Switch, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type PortalSettings, Problem, type Programme, put, useGet, useRefresh } from "../api";
import { useCan, useSession } from "../app/session";
import { Field, type Mistake, Mistakes, Page, PageWaiting, Panel, TonguesField, WholeField } from "../kit";
import styles from "./Portal.module.css";
import { RewardFields } from "./RewardFields";

export default function PortalPage() {
  const { t } = useTranslation(["portal", "app"]);
  const settings = useGet<PortalSettings>("/portal/settings");
  if (!settings.data) return <PageWaiting title={t("app:page.portal")} query={settings} />;
  return <Editor kept={settings.data} />;
}

function Editor({ kept }: { kept: PortalSettings }) {
  const { t } = useTranslation(["portal", "app", "common"]);
  const can = useCan()("members.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const programme = useGet<Programme>("/members/programme");
  const [draft, setDraft] = useState(kept);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [busy, setBusy] = useState(false);
  const link = `${window.location.origin}/my`;
  const change = (part: Partial<PortalSettings>) => {
    setMistakes([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const save = async () => {
    setBusy(true);
    try {
      setDraft(await put<PortalSettings>("/portal/settings", draft));
      await refresh("/portal");
      message.success(t("common:saved"));
    } catch (error) {
      if (error instanceof Problem) setMistakes(error.errors.map((one) => ({ path: one.field, text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const dirty = JSON.stringify(draft) !== JSON.stringify(kept);
  return (
    <Page
      title={t("app:page.portal")}
      sentence={kept.enabled ? t("sentence") : t("off")}
      actions={
        <>
          {kept.enabled ? (
            <Button icon={<ExportOutlined />} href={link} target="_blank" rel="noreferrer">
              {t("open")}
            </Button>
          ) : null}
          {can ? (
            <Button type="primary" loading={busy} disabled={!dirty} onClick={() => void save()}>
              {t("save")}
            </Button>
          ) : null}
        </>
      }
    >
      <Mistakes list={mistakes}>
        <fieldset className={styles.editor} disabled={!can}>
          <legend className="unseen">{t("app:page.portal")}</legend>
          <div className={styles.sections}>
            <Panel>
              <div className={styles.turn}>
                <Switch
                  id="portal-on"
                  checked={draft.enabled}
                  disabled={!can}
                  onChange={(enabled) => change({ enabled })}
                />
                <label htmlFor="portal-on">
                  <strong>{t("enabled")}</strong>
                  <br />
                  <span className={styles.quiet}>{t("enabledHint")}</span>
                </label>
              </div>
              {draft.enabled && programme.data && !programme.data.enabled ? (
                <Alert className={styles.note} type="warning" showIcon title={t("programmeOff")} />
              ) : null}
              <div className={styles.link}>
                <span className={styles.quiet}>{t("link")}</span>
                <Typography.Text code copyable>
                  {link}
                </Typography.Text>
                <span className={styles.quiet}>{t("linkHint")}</span>
                <span className={styles.quiet}>{t("codes")}</span>
              </div>
            </Panel>
            <Panel title={t("look")} hint={t("lookHint")}>
              <Look draft={draft} change={change} can={can} />
            </Panel>
            <Friends draft={draft} change={change} can={can} />
          </div>
          <Preview colour={draft.colour} />
        </fieldset>
      </Mistakes>
    </Page>
  );
}

interface Part {
  draft: PortalSettings;
  change: (part: Partial<PortalSettings>) => void;
  can: boolean;
}

function Look({ draft, change, can }: Part) {
  const { t } = useTranslation("portal");
  const { shops } = useSession();
  return (
    <div className={styles.stack}>
      <div className={styles.two}>
        <Field label={t("colour")} path="colour">
          {() => (
            <ColorPicker
              value={draft.colour}
              disabled={!can}
              disabledAlpha
              showText
              onChangeComplete={(colour) => change({ colour: colour.toHexString().toUpperCase() })}
            />
          )}
        </Field>
        <Field label={t("shop")} path="shop" hint={t("shopHint")}>
          {(id, status) => (
            <Select
              id={id}
              status={status}
              style={{ width: "100%" }}
              value={draft.shop ?? ""}
              options={[
                { value: "", label: t("shopNone") },
                ...shops.filter((one) => !one.archived).map((one) => ({ value: one.id, label: one.name })),
              ]}
              onChange={(shop: string) => change({ shop: shop || null })}
            />
          )}
        </Field>
      </div>
      <div className={styles.two}>
        <TonguesField
          label={(tongue) => `${t("welcome")} · ${t(tongue)}`}
          path={(tongue) => `welcome.${tongue}`}
          rows={2}
          maxLength={300}
          value={draft.welcome}
          onChange={(welcome) => change({ welcome })}
        />
      </div>
    </div>
  );
}

function Friends({ draft, change, can }: Part) {
  const { t } = useTranslation("portal");
  const { referral } = draft;
  const set = (part: Partial<typeof referral>) => change({ referral: { ...referral, ...part } });
  return (
    <Panel title={t("referral")} hint={t("referralHint")}>
      <div className={styles.stack}>
        <div className={styles.turn}>
          <Switch
            id="referral-on"
            checked={referral.enabled}
            disabled={!can}
            onChange={(enabled) => set({ enabled })}
          />
          <label htmlFor="referral-on">{t("referralOn")}</label>
        </div>
        {referral.enabled ? (
          <>
            <RewardFields
              label={t("referrer")}
              path="referral.referrer"
              reward={referral.referrer}
              change={(referrer) => set({ referrer })}
            />
            <RewardFields
              label={t("newcomer")}
              path="referral.newcomer"
              reward={referral.newcomer}
              change={(newcomer) => set({ newcomer })}
            />
            <div className={styles.two}>
              <WholeField
                label={t("wait")}
                path="referral.wait_days"
                hint={t("waitHint")}
                min={0}
                max={90}
                unit={t("days")}
                value={referral.wait_days}
                onChange={(days) => set({ wait_days: days ?? 0 })}
              />
              <WholeField
                label={t("most")}
                path="referral.most"
                min={1}
                unit={t("people")}
                placeholder={t("noLimit")}
                value={referral.most}
                onChange={(most) => set({ most })}
              />
            </div>
          </>
        ) : null}
      </div>
    </Panel>
  );
}

/** White or ink, whichever is read better on the colour. */
function onColour(hex: string): string {
  const part = (at: number) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  return 1.05 / (light + 0.05) >= 3 ? "#fff" : "#1c1b19";
}

function Preview({ colour }: { colour: string }) {
  const { t } = useTranslation("portal");
  const { business } = useSession();
  return (
    <aside className={styles.preview} aria-label={t("preview")}>
      <div className={styles.face} style={{ background: colour, color: onColour(colour) }}>
        <span>{business.name}</span>
        <strong>{t("previewLevel")}</strong>
        <span className={styles.digits}>M 0000 0128</span>
        <span className={styles.track}>
          <span />
        </span>
        <span>{t("previewWay")}</span>
      </div>
    </aside>
  );
}
