// What a segment or a list is called.
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";

export function NameField() {
  const { t } = useTranslation("common");
  return (
    <Form.Item name="name" label={t("name")} rules={[{ required: true, message: t("required") }]}>
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  );
}
