// What each part of the score weighs, for the whole shop.
import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { type PickSettings, type PicksPage, put, useRefresh } from "../api";
import { Field, useLabel, ValueDrawer, WholeInput } from "../kit";
import styles from "../value/Value.module.css";

export function WeightsDrawer({ data, open, onClose }: { data: PicksPage; open: boolean; onClose: () => void }) {
  const { t } = useTranslation("picks");
  const label = useLabel();
  const refresh = useRefresh();
  return (
    <ValueDrawer<PickSettings>
      open={open}
      onClose={onClose}
      title={t("settings.title")}
      verb={t("settings.save")}
      said={t("settings.saved")}
      initial={data.settings}
      save={async (next) => {
        await put("/insight/picks/settings", next);
        await refresh("/insight/picks");
      }}
    >
      {(draft, change) => (
        <div className={styles.stack}>
          <p className={styles.quiet}>{t("settings.hint")}</p>
          <div className={styles.pair}>
            {data.parts.map(({ key, label: name, known }) => (
              <Field key={key} label={label(name)} hint={known ? undefined : t("off")} path={`weights.${key}`}>
                {(id, status) => (
                  <InputNumber<number>
                    id={id}
                    status={status}
                    className={styles.full}
                    min={0}
                    max={100}
                    precision={0}
                    value={draft.weights[key]}
                    onChange={(value) => change({ weights: { ...draft.weights, [key]: value ?? 0 } })}
                  />
                )}
              </Field>
            ))}
          </div>
          <Field label={t("settings.cover")} path="cover_days">
            {(id, status) => (
              <WholeInput
                id={id}
                status={status}
                unit={t("settings.unit")}
                value={draft.cover_days}
                onChange={(value) => change({ cover_days: value ?? 1 })}
              />
            )}
          </Field>
        </div>
      )}
    </ValueDrawer>
  );
}
