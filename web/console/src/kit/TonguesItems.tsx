// What buyers read, typed in Chinese and in English, in a form of Ant Design: one of the two suffices.
import { Form, Input } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  /** Where in the form's values it stands, as a `Label`. */
  name: string;
  label: string;
  extra?: ReactNode;
  required?: boolean;
  maxLength: number;
  /** Lines of text; one when absent. */
  rows?: number;
}

export function TonguesItems({ name, label, extra, required = false, maxLength, rows }: Props) {
  const { t } = useTranslation(["kit", "common"]);
  const input = rows ? <Input.TextArea rows={rows} maxLength={maxLength} /> : <Input maxLength={maxLength} />;
  return (
    <>
      <Form.Item
        name={[name, "zh"]}
        label={t("tongue.zh", { what: label })}
        extra={extra}
        required={required}
        dependencies={[[name, "en"]]}
        rules={[
          (form) => ({
            validator: (_, zh?: string) =>
              !required || zh?.trim() || form.getFieldValue([name, "en"])?.trim()
                ? Promise.resolve()
                : Promise.reject(new Error(t("common:required"))),
          }),
        ]}
      >
        {input}
      </Form.Item>
      <Form.Item name={[name, "en"]} label={t("tongue.en", { what: label })} extra={t("tongue.enHint")}>
        {input}
      </Form.Item>
    </>
  );
}
