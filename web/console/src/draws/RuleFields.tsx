// The rules that buyers must be told, in either language, with a pattern to begin from.
import { Button, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DrawTerms, Label } from "../api";
import { Field } from "../kit";
import wizard from "../promotions/Wizard.module.css";
import { RULES } from "./terms";

type Tongue = keyof Label;

interface Props {
  rules: DrawTerms["rules"];
  change: (rules: DrawTerms["rules"]) => void;
}

export function RuleFields({ rules, change }: Props) {
  const { t, i18n } = useTranslation("draws");
  const [tongue, setTongue] = useState<Tongue>(i18n.language === "en" ? "en" : "zh");
  const lng = tongue === "en" ? "en" : "zh-CN";
  const empty = RULES.every((key) => !rules[key][tongue].trim());
  const fill = () =>
    change(
      Object.fromEntries(
        RULES.map((key) => [key, { ...rules[key], [tongue]: t(`pattern.${key}`, { lng }) }]),
      ) as DrawTerms["rules"],
    );
  return (
    <div className={wizard.stack}>
      <div>
        <Segmented<Tongue>
          value={tongue}
          onChange={setTongue}
          options={[
            { value: "zh", label: t("zh") },
            { value: "en", label: t("en") },
          ]}
        />{" "}
        {empty ? (
          <Button type="link" onClick={fill}>
            {t("fill")}
          </Button>
        ) : null}
      </div>
      {RULES.map((key) => (
        <Field key={`${key} ${tongue}`} label={t(`rule.${key}`)} path={`rules.${key}`}>
          {(id, status) => (
            <Input.TextArea
              id={id}
              status={status}
              autoSize={{ minRows: 2 }}
              maxLength={2000}
              value={rules[key][tongue]}
              onChange={(event) => change({ ...rules, [key]: { ...rules[key], [tongue]: event.target.value } })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
