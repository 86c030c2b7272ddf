// Deletes what a row stands for, after asking.
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { remove, useRefresh } from "../api";
import { useConfirm } from "../kit";

interface Props {
  name: string;
  /** Where it stands, and what is asked again when it stands there no more. */
  path: string;
  touches: string[];
  question: string;
  text: string;
}

export function DropButton({ name, path, touches, question, text }: Props) {
  const { t } = useTranslation("common");
  const refresh = useRefresh();
  const confirm = useConfirm();
  const drop = () =>
    confirm({
      title: question,
      text,
      verb: t("delete"),
      danger: true,
      run: async () => {
        await remove(path);
        await refresh(...touches);
      },
    });
  return (
    <Tooltip title={t("delete")}>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={`${t("delete")}: ${name}`}
        onClick={drop}
      />
    </Tooltip>
  );
}
