// What can be done with a segment besides looking at it.
import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { patch, post, remove, type Segment, useRefresh } from "../api";
import { useCan } from "../app/session";
import { FormDrawer, useConfirm } from "../kit";
import { NameField } from "./NameField";

export function SegmentMenu({ segment }: { segment: Segment }) {
  const { t } = useTranslation(["segments", "common"]);
  const { message } = App.useApp();
  const can = useCan();
  const go = useNavigate();
  const refresh = useRefresh();
  const confirm = useConfirm();
  const [open, setOpen] = useState<"rename" | null>(null);
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
    ...(write
      ? [
          ...(segment.kind === "live"
            ? [{ key: "duplicate", label: t("page.duplicate"), onClick: () => void duplicate() }]
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
    </>
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
