// A person's account: new, or changed.
import { Form, Input, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { patch, post, type Role, type User, useRefresh } from "../api";
import { useSession } from "../app/session";
import { FormDrawer } from "../kit";
import { roles } from "./choices";
import { shortest } from "./password";
import styles from "./Settings.module.css";

interface Values {
  name: string;
  login: string;
  role: Role;
  shop_ids: string[];
  password?: string;
}

export function PersonDrawer({ editing, close }: { editing: User | "new" | null; close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const { user, shops } = useSession();
  const refresh = useRefresh();
  const fresh = editing === "new";
  const self = editing !== null && editing !== "new" && editing.id === user.id;

  const save = async ({ login, password, shop_ids, ...rest }: Values) => {
    const body = { ...rest, shop_ids: shop_ids.length === 0 ? null : shop_ids, ...(password ? { password } : {}) };
    await (fresh || !editing ? post("/users", { ...body, login }) : patch(`/users/${editing.id}`, body));
    await refresh("/users");
  };

  return (
    <FormDrawer<Values>
      open={editing !== null}
      onClose={close}
      title={fresh ? t("settings:people.add") : t("settings:people.change")}
      initial={
        editing && editing !== "new"
          ? { ...editing, shop_ids: editing.shop_ids ?? [] }
          : { name: "", login: "", role: "agent", shop_ids: [] }
      }
      save={save}
    >
      <Form.Item
        name="name"
        label={t("settings:people.name")}
        rules={[{ required: true, message: t("common:required") }]}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="login"
        label={t("settings:people.login")}
        extra={fresh ? t("settings:people.loginHint") : undefined}
        rules={[{ required: true, message: t("common:required") }]}
      >
        <Input disabled={!fresh} maxLength={80} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="role" label={t("settings:people.role")} rules={[{ required: true }]}>
        <Radio.Group disabled={self} className={styles.kinds}>
          {roles.map((role) => (
            <Radio key={role} value={role}>
              {t(`common:role.${role}`)}
              <span className={styles.quiet}>{t(`settings:people.roleText.${role}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="shop_ids" label={t("settings:people.shops")} extra={t("settings:people.shopsHint")}>
        <Select
          mode="multiple"
          disabled={self}
          placeholder={t("settings:people.shopsAll")}
          optionFilterProp="label"
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
        />
      </Form.Item>
      {self ? null : (
        <Form.Item
          name="password"
          label={fresh ? t("settings:people.password") : t("settings:people.passwordNew")}
          extra={fresh ? t("settings:people.passwordHint", { least: shortest }) : t("settings:people.passwordKeep")}
          rules={[
            { required: fresh, message: t("common:required") },
            { min: shortest, message: t("settings:account.short", { least: shortest }) },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
