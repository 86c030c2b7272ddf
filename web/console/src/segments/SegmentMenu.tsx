// What can be done with a segment besides looking at it.
import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { patch, post, remove, type Segment, useRefresh } from "../api";
import { useCan } from "../app/session";
import { FormDrawer, useConfirm, useFormat } from "../kit";
import page from "./Segment.module.css";
import { SegmentExport } from "./SegmentExport";

type Open = "export" | "freeze" | "rename" | null;

export function SegmentMenu({ segment }: { segment: Segment }) {
  const { t } = useTranslation(["segments", "common"]);
  const { message } = App.useApp();
  const can = useCan();
  const go = useNavigate();
  const f = useFormat();
  const refresh = useRefresh();
  const confirm = useConfirm();
  const [open, setOpen] = useState<Open>(null);
  const write = can("segments.write");
  const duplicate = async () => {
    try {
      const made = await post<Segment>(`/segments/${segment.id}/duplicate`);
      await refresh("/segments");
      message.success(t("page.duplicated", { name: made.name }));
      void go(`/segments/${made.id}`);
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const drop = () =>
    confirm({
      title: t("page.deleteAsk", { name: segment.name }),
      text: `${t("page.deleteText")}${
        segment.uses.length > 0 ? ` ${t("page.deleteUsed", { count: segment.uses.length })}` : ""
      }`,
      verb: t("page.delete"),
      danger: true,
      run: async () => {
        await remove(`/segments/${segment.id}`);
        message.success(t("page.deleted"));
        void go("/segments");
        await refresh("/segments");
      },
    });
  const items = [
    { key: "cross", label: t("page.cross"), onClick: () => void go(`/segments/cross?left=${segment.id}`) },
    ...(can("customers.export") ? [{ key: "export", label: t("page.export"), onClick: () => setOpen("export") }] : []),
    ...(write
      ? [
          ...(segment.kind === "live"
            ? [
                { key: "freeze", label: t("page.freeze"), onClick: () => setOpen("freeze") },
                { key: "duplicate", label: t("page.duplicate"), onClick: () => void duplicate() },
              ]
            : []),
          { key: "rename", label: t("page.rename"), onClick: () => setOpen("rename") },
          { type: "divider" as const, key: "line" },
          { key: "delete", danger: true, label: t("page.delete"), onClick: drop },
        ]
      : []),
  ];
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
        <Button icon={<MoreOutlined />} aria-label={t("page.more")} />
      </Dropdown>
      <FormDrawer<{ name: string }>
        open={open === "freeze"}
        onClose={() => setOpen(null)}
        title={t("page.freezeTitle")}
        verb={t("page.freezeVerb")}
        initial={{ name: t("page.frozenName", { name: segment.name, day: f.day(new Date().toISOString()) }) }}
        save={async ({ name }) => {
          const list = await post<Segment>(`/segments/${segment.id}/freeze`, { name: name.trim() });
          await refresh("/segments");
          message.success(t("page.frozen", { name: list.name }));
          void go(`/segments/${list.id}`);
        }}
      >
        <p className={page.quiet}>{t("page.freezeText", { value: f.count(segment.size) })}</p>
        <NameField />
      </FormDrawer>
      <FormDrawer<{ name: string; note: string }>
        open={open === "rename"}
        onClose={() => setOpen(null)}
        title={t("page.rename")}
        initial={{ name: segment.name, note: segment.note }}
        save={async ({ name, note }) => {
          await patch(`/segments/${segment.id}`, { name: name.trim(), note: note ?? "" });
          await refresh("/segments");
          message.success(t("page.saved"));
        }}
      >
        <NameField />
        <Note />
      </FormDrawer>
      <SegmentExport segment={segment} open={open === "export"} onClose={() => setOpen(null)} />
    </>
  );
}

function NameField() {
  const { t } = useTranslation(["common"]);
  return (
    <Form.Item name="name" label={t("name")} rules={[{ required: true, message: t("required") }]}>
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  );
}

function Note() {
  const { t } = useTranslation("builder");
  return (
    <Form.Item name="note" label={t("saving.note")}>
      <Input.TextArea rows={3} maxLength={400} />
    </Form.Item>
  );
}
