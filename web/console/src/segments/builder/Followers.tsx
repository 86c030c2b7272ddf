// The segments that name the edited one, and who would come into each and leave it by the edit.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PreviewAnswer, PreviewUser } from "../../api";
import { useFormat } from "../../kit";
import styles from "./Followers.module.css";

export function Followers({ preview }: { preview: PreviewAnswer }) {
  const { t } = useTranslation("builder");
  if (preview.users.length === 0) return null;
  return (
    <section className={styles.followers} aria-label={t("followers.title")}>
      <div>{t("followers.title")}</div>
      <ul className={styles.list}>
        {preview.users.map((user) => (
          <li key={user.id}>
            <Link to={`/segments/${user.id}`} target="_blank" title={user.name}>
              {user.name}
            </Link>
            <Moves user={user} />
          </li>
        ))}
      </ul>
      {preview.more_users > 0 ? <div>{t("followers.more", { count: preview.more_users })}</div> : null}
    </section>
  );
}

function Moves({ user }: { user: PreviewUser }) {
  const { t } = useTranslation("builder");
  const f = useFormat();
  if (user.enter === null || user.leave === null) return <span>{t("followers.unknown")}</span>;
  if (user.enter === 0 && user.leave === 0) return <span>{t("followers.same")}</span>;
  return <span>{t("followers.moves", { enter: f.count(user.enter), leave: f.count(user.leave) })}</span>;
}
