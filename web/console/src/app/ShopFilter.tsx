// Which shops every list and figure looks at; kept in the address.
import { ShopOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover } from "antd";
import { useTranslation } from "react-i18next";
import { usePhone } from "../theme/width";
import styles from "./Bar.module.css";
import { useSession, useShops } from "./session";

export function ShopFilter() {
  const { t } = useTranslation(["app", "common"]);
  const { shops } = useSession();
  const { shop, choose } = useShops();
  const phone = usePhone();
  const open = shops.filter((s) => !s.archived);
  if (open.length < 2) return null;
  const only = shop.length === 1 ? open.find((s) => s.id === shop[0]) : undefined;
  const label = only?.name ?? (shop.length === 0 ? t("common:allShops") : t("app:shopsChosen", { count: shop.length }));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className={styles.shops}>
          <Checkbox checked={shop.length === 0} onChange={() => choose([])}>
            {t("common:allShops")}
          </Checkbox>
          <hr className={styles.rule} />
          <Checkbox.Group className={styles.shopList} value={shop} onChange={(ids) => choose(ids.map(String))}>
            {open.map((s) => (
              <Checkbox key={s.id} value={s.id}>
                {s.name} <span className={styles.faint}>{t(`common:channel.${s.channel}`)}</span>
              </Checkbox>
            ))}
          </Checkbox.Group>
        </div>
      }
    >
      <Button
        type="text"
        icon={<ShopOutlined />}
        aria-label={`${t("app:shops")}: ${label}`}
        className={shop.length > 0 ? styles.on : undefined}
      >
        {phone ? null : <span className={styles.clip}>{label}</span>}
      </Button>
    </Popover>
  );
}
