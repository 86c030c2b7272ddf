// Every form that the trade uses, by what it is for, each with an example.
import { useTranslation } from "react-i18next";
import type { Form } from "../api";
import { Panel } from "../kit";
import { formsOf, GROUPS } from "./forms";
import styles from "./Wizard.module.css";

export function FormChooser({ held, choose }: { held: boolean; choose: (form: Form) => void }) {
  const { t } = useTranslation("promotions");
  return (
    <>
      {GROUPS.map((group) => {
        const forms = formsOf(group, held);
        if (forms.length === 0) return null;
        return (
          <Panel key={group} title={t(`group.${group}`)}>
            <div className={styles.forms}>
              {forms.map((form) => (
                <button key={form} type="button" className={styles.form} onClick={() => choose(form)}>
                  <strong>{t(`form.${form}`)}</strong>
                  <span>{t(`example.${form}`)}</span>
                </button>
              ))}
            </div>
          </Panel>
        );
      })}
    </>
  );
}
