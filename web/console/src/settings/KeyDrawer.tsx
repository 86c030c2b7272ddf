// A new key: what it is for, its kind, what it may do. The whole key is shown once, right after.
import { App, Checkbox, Form, Input, Radio, Select, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { type ApiKey, type Permission, post, useRefresh } from "../api";
import { useSession } from "../app/session";
import { FormDrawer } from "../kit";
import { byRoom } from "./choices";
import styles from "./Settings.module.css";

interface Values {
  name: string;
  kind: ApiKey["kind"];
  scopes: Permission[];
  shop_id?: string;
}

interface Props {
  open: boolean;
  close: () => void;
  made: (key: { secret: string; kind: ApiKey["kind"] }) => void;
}

export function KeyDrawer({ open, close, made }: Props) {
  const { t } = useTranslation(["settings", "common", "app"]);
  const { shops, permissions } = useSession();
  const { modal } = App.useApp();
  const refresh = useRefresh();

  const save = async ({ name, kind, scopes, shop_id }: Values) => {
    const key = await post<ApiKey & { secret: string }>("/keys", {
      name,
      kind,
      scopes: kind === "write" ? ["events.write"] : scopes,
      ...(shop_id ? { shop_id } : {}),
    });
    await refresh("/keys");
    made({ secret: key.secret, kind: key.kind });
    modal.success({
      title: t("settings:keys.secretTitle"),
      width: 520,
      okText: t("settings:keys.secretDone"),
      content: (
        <>
          {t("settings:keys.secretText")}
          <Typography.Paragraph code copyable className={styles.secret}>
            {key.secret}
          </Typography.Paragraph>
        </>
      ),
    });
  };

  return (
    <FormDrawer<Values>
      open={open}
      onClose={close}
      title={t("settings:keys.add")}
      verb={t("common:create")}
      initial={{
        name: "",
        kind: "write",
        scopes: ["customers.read", "orders.read"],
        shop_id: shops.length === 1 ? shops[0]?.id : undefined,
      }}
      save={save}
    >
      {(form) => (
        <>
          <Form.Item
            name="name"
            label={t("settings:keys.name")}
            rules={[{ required: true, message: t("common:required") }]}
          >
            <Input maxLength={80} placeholder={t("settings:keys.nameHint")} autoComplete="off" />
          </Form.Item>
          <Form.Item name="kind" label={t("settings:keys.kind")} rules={[{ required: true }]}>
            <Radio.Group className={styles.kinds}>
              {(["write", "api"] as const).map((kind) => (
                <Radio key={kind} value={kind}>
                  {t(`settings:keys.kinds.${kind}`)}
                  <span className={styles.quiet}>{t(`settings:keys.kindText.${kind}`)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.kind !== b.kind}>
            {() => {
              const writes = form.getFieldValue("kind") === "write";
              return (
                <Form.Item
                  name="shop_id"
                  label={t("settings:keys.shop")}
                  extra={t(writes ? "settings:keys.shopHint" : "settings:keys.shopLimit")}
                  rules={writes ? [{ required: true, message: t("common:required") }] : []}
                >
                  <Select
                    allowClear={!writes}
                    placeholder={t(writes ? "settings:keys.shopPick" : "settings:keys.shopAny")}
                    options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
                  />
                </Form.Item>
              );
            }}
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.kind !== b.kind}>
            {() =>
              form.getFieldValue("kind") === "api" ? (
                <Form.Item
                  name="scopes"
                  label={t("settings:keys.scopes")}
                  rules={[{ required: true, type: "array", min: 1, message: t("common:required") }]}
                >
                  <Checkbox.Group className={styles.scopes}>
                    {byRoom(permissions).map(({ room, permissions: here }) => (
                      <div key={room}>
                        <strong>{t(`app:group.${room}`)}</strong>
                        <div className={styles.scopeList}>
                          {here.map((permission) => (
                            <Checkbox key={permission} value={permission}>
                              {t(`common:permission.${permission}`)}
                            </Checkbox>
                          ))}
                        </div>
                      </div>
                    ))}
                  </Checkbox.Group>
                </Form.Item>
              ) : null
            }
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
