// Declaring a property of events, or giving one another name.
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import {
  type EventName,
  type EventProperty,
  type Page,
  patch,
  post,
  type SuggestedProperty,
  useGet,
  useRefresh,
} from "../api";
import { FormDrawer } from "../kit";
import { useKindName } from "../segments/useKindName";
import { fieldTypes } from "./choices";
import styles from "./Settings.module.css";

type Values = Pick<EventProperty, "title" | "key" | "type" | "options"> & { event?: string | null };

/** What the drawer begins with: a property that stands, one that is suggested, or neither. */
export interface Begun {
  property?: EventProperty;
  suggested?: SuggestedProperty;
}

export function PropertyDrawer({ begun, onClose }: { begun: Begun | null; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const kind = useKindName();
  const refresh = useRefresh();
  const names = useGet<Page<EventName>>("/events/names", {}, { enabled: begun !== null });
  const stands = begun?.property;
  const from = stands ?? begun?.suggested;
  const save = async ({ event, key, title, type, options }: Values) => {
    const listed = type === "one_of" ? { options: options ?? [] } : {};
    await (stands
      ? patch(`/events/properties/${stands.id}`, { title, ...listed })
      : post("/events/properties", { event: event ?? null, key, title, type, ...listed }));
    await refresh("/events/properties", "/rules/catalogue");
  };
  return (
    <FormDrawer<Values>
      open={begun !== null}
      onClose={onClose}
      title={stands ? t("settings:eventProperties.change") : t("settings:eventProperties.add")}
      initial={{
        title: from?.title ?? "",
        event: from?.event ?? undefined,
        key: from?.key ?? "",
        type: from?.type ?? "text",
        options: stands?.options ?? [],
      }}
      save={save}
    >
      {(form) => (
        <>
          <Form.Item
            name="key"
            label={t("settings:eventProperties.key")}
            extra={t("settings:eventProperties.keyHint")}
            rules={[{ required: true, message: t("common:required") }]}
          >
            <Input disabled={Boolean(stands)} maxLength={100} className={styles.code} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="title"
            label={t("settings:eventProperties.title")}
            rules={[{ required: true, message: t("common:required") }]}
          >
            <Input maxLength={60} placeholder={t("settings:eventProperties.titleHint")} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="event"
            label={t("settings:eventProperties.event")}
            extra={t("settings:eventProperties.eventHint")}
          >
            <Select
              disabled={Boolean(stands)}
              allowClear
              showSearch
              placeholder={t("settings:eventProperties.everyEvent")}
              options={(names.data?.items ?? []).map(({ name }) => ({ value: name, label: kind(name) }))}
            />
          </Form.Item>
          <Form.Item
            name="type"
            label={t("settings:eventProperties.type")}
            extra={t("settings:eventProperties.typeHint")}
            rules={[{ required: true }]}
          >
            <Select
              disabled={Boolean(stands)}
              options={fieldTypes
                .filter((value) => value !== "tags")
                .map((value) => ({ value, label: t(`settings:fields.types.${value}`) }))}
            />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.type !== b.type}>
            {() =>
              form.getFieldValue("type") === "one_of" ? (
                <Form.Item
                  name="options"
                  label={t("settings:eventProperties.options")}
                  extra={t("settings:eventProperties.optionsHint")}
                >
                  <Select mode="tags" open={false} suffixIcon={null} />
                </Form.Item>
              ) : null
            }
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
