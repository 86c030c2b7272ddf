// Saved ways of looking at the list: switch, save, share, delete.
import { DeleteOutlined, EyeOutlined, ShareAltOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Form, Input, Popover, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page, patch, post, remove, useGet, useRefresh, type View } from "../api";
import { FormDrawer, useConfirm, useQueryState } from "../kit";
import styles from "./Customers.module.css";
import { FILTERS } from "./query";

const KEPT = ["tab", "q", "sort", ...FILTERS] as const;

interface Props {
  columns: string[];
  onColumns: (columns: string[]) => void;
}

export function Views({ columns, onColumns }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const { query, set } = useQueryState();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const views = useGet<Page<View>>("/views", { list: "customers" });
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const items = views.data?.items ?? [];
  const current = items.find((view) => view.id === query.view);

  const use = (view: View | null) => {
    set({ ...Object.fromEntries(KEPT.map((key) => [key, view?.query[key] ?? null])), view: view?.id ?? null });
    if (view && view.columns.length > 0) onColumns(view.columns);
    setOpen(false);
  };
  const share = async (view: View) => {
    try {
      await patch(`/views/${view.id}`, { shared: !view.shared });
      await refresh("/views");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const drop = (view: View) =>
    confirm({
      title: t("views.deleteAsk", { name: view.name }),
      text: view.shared ? t("views.deleteShared") : undefined,
      verb: t("common:delete"),
      danger: true,
      run: async () => {
        await remove(`/views/${view.id}`);
        if (query.view === view.id) set({ view: null });
        await refresh("/views");
      },
    });

  return (
    <>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        content={
          <div className={styles.views}>
            <button type="button" className={styles.view} onClick={() => use(null)} aria-current={!current}>
              {t("views.default")}
            </button>
            {items.map((view) => (
              <div key={view.id} className={styles.viewRow}>
                <button
                  type="button"
                  className={styles.view}
                  onClick={() => use(view)}
                  aria-current={view.id === query.view}
                >
                  {view.name}
                </button>
                <Tooltip title={view.shared ? t("views.unshare") : t("views.share")}>
                  <Button
                    type="text"
                    size="small"
                    aria-pressed={view.shared}
                    aria-label={`${view.shared ? t("views.unshare") : t("views.share")}: ${view.name}`}
                    icon={<ShareAltOutlined className={view.shared ? styles.mark : styles.none} />}
                    onClick={() => void share(view)}
                  />
                </Tooltip>
                <Button
                  type="text"
                  size="small"
                  aria-label={`${t("common:delete")}: ${view.name}`}
                  icon={<DeleteOutlined className={styles.none} />}
                  onClick={() => drop(view)}
                />
              </div>
            ))}
            <div className={styles.viewFoot}>
              <Button
                size="small"
                type="link"
                onClick={() => {
                  setOpen(false);
                  setSaving(true);
                }}
              >
                {t("views.saveNow")}
              </Button>
            </div>
          </div>
        }
      >
        <Button icon={<EyeOutlined />}>{current?.name ?? t("views.title")}</Button>
      </Popover>
      <FormDrawer<{ name: string; shared: boolean }>
        open={saving}
        onClose={() => setSaving(false)}
        title={t("views.saveTitle")}
        initial={{ name: "", shared: false }}
        save={async ({ name, shared }) => {
          const kept = Object.fromEntries(KEPT.flatMap((key) => (query[key] ? [[key, query[key]]] : [])));
          const view = await post<View>("/views", { list: "customers", name, query: kept, columns, shared });
          await refresh("/views");
          set({ view: view.id });
          message.success(t("common:saved"));
        }}
      >
        <p className={styles.hint}>{t("views.saveText")}</p>
        <Form.Item name="name" label={t("common:name")} rules={[{ required: true, message: t("common:required") }]}>
          <Input maxLength={60} placeholder={t("views.example")} />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>{t("views.shareAtOnce")}</Checkbox>
        </Form.Item>
      </FormDrawer>
    </>
  );
}
