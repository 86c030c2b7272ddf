// What can be done with a promotion where it stands: publish, pause, go on, end, change, throw a draft away.
import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type PromotionRow, post, remove, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { useConfirm, useLabel } from "../kit";
import { usePublish } from "./publish";

export function Deeds({ row }: { row: PromotionRow }) {
  const { t } = useTranslation(["promotions", "common"]);
  const label = useLabel();
  const can = useCan()(row.held ? "coupons.write" : "promotions.write");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const go = useNavigate();
  const keep = useKeepShops();
  const publish = usePublish(
    () => {},
    () => {},
  );
  if (!can) return null;
  const name = label(row.name) || row.key;
  const deed = (verb: "pause" | "resume" | "end" | "discard", danger = false) =>
    confirm({
      title: t(`deed.${verb}Ask`, { name }),
      text: t(`deed.${verb}Text`),
      verb: t(`deed.${verb}`),
      danger,
      run: async () => {
        await post(`/promotions/${row.id}/${verb}`, { revision: row.revision });
        await refresh("/promotions", "/coupons");
        message.success(t("deed.done"));
      },
    });
  const drop = () =>
    confirm({
      title: t("deed.dropAsk", { name }),
      text: t("deed.dropText"),
      verb: t("common:delete"),
      danger: true,
      run: async () => {
        await remove(`/promotions/${row.id}`);
        await refresh("/promotions", "/coupons");
        go(keep(row.held ? "/coupons" : "/promotions"), { replace: true });
      },
    });
  const items: NonNullable<MenuProps["items"]> = [];
  if (row.state === "running" || row.state === "scheduled")
    items.push({ key: "pause", label: t("deed.pause"), onClick: () => deed("pause") });
  if (row.state === "paused") items.push({ key: "resume", label: t("deed.resume"), onClick: () => deed("resume") });
  if (row.has_draft && row.version > 0)
    items.push({ key: "discard", label: t("deed.discard"), onClick: () => deed("discard", true) });
  if (row.version > 0 && row.state !== "ended")
    items.push({ key: "end", danger: true, label: t("deed.end"), onClick: () => deed("end", true) });
  if (row.version === 0) items.push({ key: "drop", danger: true, label: t("common:delete"), onClick: drop });
  return (
    <>
      {row.state === "ended" ? null : (
        <Link to={keep(`/promotions/${row.id}/edit`)}>
          <Button>{t("common:edit")}</Button>
        </Link>
      )}
      {row.has_draft ? (
        <Button type="primary" onClick={() => publish(row).catch((error) => message.error(String(error.message)))}>
          {t("publish")}
        </Button>
      ) : null}
      {items.length > 0 ? (
        <Dropdown trigger={["click"]} menu={{ items }}>
          <Button>
            {t("common:more")} <DownOutlined />
          </Button>
        </Dropdown>
      ) : null}
    </>
  );
}
