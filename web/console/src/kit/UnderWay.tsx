// Something that takes a while, how far it is, and what is being done now, which is read aloud as it changes.
import { Alert, Progress } from "antd";
import styles from "./UnderWay.module.css";

interface Props {
  title: string;
  percent: number;
  words: string;
  /** The percentage is too rough to be written. */
  rough?: boolean;
}

export function UnderWay({ title, percent, words, rough = false }: Props) {
  return (
    <Alert
      type="info"
      showIcon
      title={title}
      description={
        <div aria-live="polite">
          <Progress percent={percent} showInfo={!rough} size="small" aria-label={words} />
          <span className={styles.words}>{words}</span>
        </div>
      }
    />
  );
}
