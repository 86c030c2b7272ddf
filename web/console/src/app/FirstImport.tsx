// What an empty list teaches: nothing is here until a file is brought in, and that is one press away.
import { ImportOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Empty } from "../kit";
import { useCan, useKeepShops } from "./session";

interface Props {
  icon: ReactNode;
  title: string;
  text: string;
  /** What the button says. */
  verb: string;
}

export function FirstImport({ icon, title, text, verb }: Props) {
  const can = useCan();
  const keep = useKeepShops();
  const action = can("imports.write") ? (
    <Link to={keep("/imports")}>
      <Button type="primary" icon={<ImportOutlined />}>
        {verb}
      </Button>
    </Link>
  ) : null;
  return <Empty icon={icon} title={title} text={text} action={action} />;
}
