// Questions that were kept: open one, or delete one's own.
import { DeleteOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { type Page, remove, type SavedQuestion, useGet, useRefresh } from "../api";
import { Loaded, SideDrawer, useConfirm } from "../kit";
import styles from "./Sql.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  onPick: (question: SavedQuestion) => void;
}

export function Kept({ open, onClose, onPick }: Props) {
  const { t } = useTranslation("sql");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const query = useGet<Page<SavedQuestion>>("/sql/questions", {}, { enabled: open });
  const forget = (one: SavedQuestion) =>
    confirm({
      title: t("forgetAsk", { name: one.name }),
      text: t("forgetText"),
      verb: t("forget"),
      danger: true,
      run: async () => {
        await remove(`/sql/questions/${one.id}`);
        await refresh("/sql/questions");
        message.success(t("forgotten"));
      },
    });
  return (
    <SideDrawer open={open} onClose={onClose} title={t("kept")} width={480}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.note}>{t("keptNone")}</p>
          ) : (
            <ul className={styles.columns}>
              {items.map((one) => (
                <li key={one.id} className={styles.kept}>
                  <button type="button" className={styles.column} onClick={() => onPick(one)}>
                    <strong>{one.name}</strong>
                    <span className={styles.label}>{t("by", { author: one.author })}</span>
                  </button>
                  {one.mine ? (
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={`${t("forget")}: ${one.name}`}
                      onClick={() => forget(one)}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </SideDrawer>
  );
}
