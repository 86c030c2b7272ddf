// The shop's own fields on the customer card.
import { FormOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Field, patch, post, useRefresh } from "../api";
import { useCan } from "../app/session";
import { type Column, DataList, Empty, FormDrawer, Page, Panel } from "../kit";
import { fieldTypes } from "./choices";
import { DropButton } from "./DropButton";
import styles from "./Settings.module.css";

type Values = Pick<Field, "key" | "name" | "type" | "options">;

export default function Fields() {
  const { t } = useTranslation(["settings", "common", "app"]);
  const may = useCan()("settings.write");
  const [editing, setEditing] = useState<Field | "new" | null>(null);
  const refresh = useRefresh();
  const fresh = editing === "new";

  const save = async ({ key, name, type, options }: Values) => {
    const listed = type === "one_of" || type === "tags" ? { options: options ?? [] } : {};
    await (fresh || !editing
      ? post("/fields", { name, type, ...listed, ...(key ? { key } : {}) })
      : patch(`/fields/${editing.id}`, { name, ...listed }));
    await refresh("/fields");
  };
  const archive = async (field: Field) => {
    await patch(`/fields/${field.id}`, { archived: !field.archived });
    await refresh("/fields");
  };

  const columns: Column<Field>[] = [
    {
      key: "name",
      title: t("settings:fields.name"),
      phone: "title",
      width: 200,
      render: (field) => field.name,
    },
    {
      key: "key",
      title: t("settings:fields.key"),
      width: 180,
      render: (field) => <span className={styles.code}>{field.key}</span>,
    },
    {
      key: "type",
      title: t("settings:fields.type"),
      phone: "side",
      width: 120,
      render: (field) => t(`settings:fields.types.${field.type}`),
    },
    {
      key: "options",
      title: t("settings:fields.options"),
      phone: "line",
      width: 320,
      render: (field) =>
        field.options.length === 0 ? (
          "–"
        ) : (
          <span className={styles.wrap}>
            {field.options.map((option) => (
              <Tag key={option}>{option}</Tag>
            ))}
          </span>
        ),
    },
    ...(may
      ? [
          {
            key: "actions",
            deeds: true,
            title: "",
            align: "right" as const,
            width: 150,
            render: (field: Field) => (
              <span className={styles.actions}>
                {field.archived ? <Tag>{t("settings:fields.archived")}</Tag> : null}
                <Button type="text" size="small" onClick={() => void archive(field)}>
                  {field.archived ? t("settings:fields.restore") : t("settings:fields.archive")}
                </Button>
                <DropButton
                  name={field.name}
                  path={`/fields/${field.id}`}
                  touches={["/fields"]}
                  question={t("settings:fields.removeAsk", { name: field.name })}
                  text={t("settings:fields.removeText")}
                />
              </span>
            ),
          },
        ]
      : []),
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
      {t("settings:fields.add")}
    </Button>
  );
  return (
    <Page title={t("app:page.fields")} sentence={t("settings:fields.sentence")} actions={may ? add : null}>
      <Panel flush>
        <DataList<Field>
          id="fields"
          path="/fields"
          columns={columns}
          rowKey={(field) => field.id}
          permission="settings.read"
          onOpen={may ? setEditing : undefined}
          empty={
            <Empty
              icon={<FormOutlined />}
              title={t("settings:fields.empty")}
              text={t("settings:fields.emptyText")}
              action={may ? add : null}
            />
          }
        />
      </Panel>
      <FormDrawer<Values>
        open={editing !== null}
        onClose={() => setEditing(null)}
        title={fresh ? t("settings:fields.add") : t("settings:fields.change")}
        initial={editing && editing !== "new" ? editing : { name: "", key: "", type: "text", options: [] }}
        save={save}
      >
        {(form) => (
          <>
            <Form.Item
              name="name"
              label={t("settings:fields.name")}
              rules={[{ required: true, message: t("common:required") }]}
            >
              <Input maxLength={40} placeholder={t("settings:fields.nameHint")} />
            </Form.Item>
            <Form.Item name="type" label={t("settings:fields.type")} rules={[{ required: true }]}>
              <Select
                disabled={!fresh}
                options={fieldTypes.map((value) => ({ value, label: t(`settings:fields.types.${value}`) }))}
              />
            </Form.Item>
            <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.type !== b.type}>
              {() =>
                ["one_of", "tags"].includes(form.getFieldValue("type")) ? (
                  <Form.Item
                    name="options"
                    label={t("settings:fields.options")}
                    extra={t("settings:fields.optionsHint")}
                    rules={[{ required: true, type: "array", min: 1, message: t("common:required") }]}
                  >
                    <Select mode="tags" open={false} suffixIcon={null} />
                  </Form.Item>
                ) : null
              }
            </Form.Item>
            <Form.Item
              name="key"
              label={t("settings:fields.key")}
              extra={t("settings:fields.keyHint")}
              rules={[{ pattern: /^[a-z][a-z0-9_]*$/, message: t("settings:fields.keyBad") }]}
            >
              <Input disabled={!fresh} maxLength={40} className={styles.code} />
            </Form.Item>
          </>
        )}
      </FormDrawer>
    </Page>
  );
}
