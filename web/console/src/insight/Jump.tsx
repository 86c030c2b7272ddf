// The topics of the page, always in reach: at its side, or above it on a narrow screen.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Insight.module.css";
import type { Topic } from "./topics";

/** The strongest differences come before every topic. */
type Place = Topic | "top";

/** Where a topic stands in the page. */
export const placeOf = (topic: Place): string => `topic-${topic}`;

export function Jump({ topics }: { topics: Place[] }) {
  const { t } = useTranslation("insight");
  const [here, setHere] = useState<Place | undefined>(topics[0]);
  const key = topics.join(" ");
  useEffect(() => {
    // The topic that the upper part of the window shows is the one that is read.
    const watch = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((one) => one.isIntersecting);
        if (seen) setHere(key.split(" ").find((topic) => placeOf(topic as Place) === seen.target.id) as Place);
      },
      { rootMargin: "-120px 0px -70% 0px" },
    );
    for (const topic of key.split(" ")) {
      const place = document.getElementById(placeOf(topic as Place));
      if (place) watch.observe(place);
    }
    return () => watch.disconnect();
  }, [key]);
  return (
    <nav className={styles.jump} aria-label={t("jump")}>
      {topics.map((topic) => (
        <button
          key={topic}
          type="button"
          aria-current={here === topic || undefined}
          onClick={() => {
            const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
            document.getElementById(placeOf(topic))?.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
          }}
        >
          {t(`topic.${topic}`)}
        </button>
      ))}
    </nav>
  );
}
