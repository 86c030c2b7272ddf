// A form at the side: saves, keeps what was typed when it is refused, and puts each refusal at its field.
import { Alert, Button, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { SideDrawer } from "./SideDrawer";

interface Props<V> {
  open: boolean;
  onClose: () => void;
  title: string;
  initial: Partial<V>;
  /** Sends the values; the drawer closes when it is done and stays open when it is refused. */
  save: (values: V) => Promise<unknown>;
  verb?: string;
  width?: number;
  children: ReactNode | ((form: FormInstance<V>) => ReactNode);
}

export function FormDrawer<V extends object>({ open, onClose, title, initial, save, verb, width, children }: Props<V>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<V>();
  const { busy, refused, send, forget } = useSaving(form, save);
  const id = useId();

  // Each opening starts from what is being changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is the reason to run, not a new object of the same values
  useEffect(() => {
    if (!open) return;
    forget();
    form.resetFields();
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0]);
  }, [open]);

  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={title}
      width={width ?? 480}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end", gap: 8 }}>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="primary" htmlType="submit" form={id} loading={busy}>
            {verb ?? t("save")}
          </Button>
        </div>
      }
    >
      <Form<V>
        id={id}
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(values) => void send(values).then((done) => done && onClose())}
      >
        {typeof children === "function" ? children(form) : children}
        {refused ? <Alert type="error" showIcon title={refused.message} role="alert" /> : null}
      </Form>
    </SideDrawer>
  );
}

/** Saving a form: busy, the refusal, and its fields marked. `send` answers whether it was done. */
export function useSaving<V>(form: FormInstance<V>, save: (values: V) => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const send = async (values: V): Promise<boolean> => {
    setBusy(true);
    setRefused(null);
    try {
      await save(values);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      form.setFields(error.fields as Parameters<typeof form.setFields>[0]);
      // A refusal that names its fields is said there; anything else is said at the end of the form.
      setRefused(error.fields.length > 0 ? null : error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refused, send, forget: () => setRefused(null) };
}
