// The right side explains: a drawer at the desk, a sheet from below on a phone. The list behind it stays.
import { Drawer } from "antd";
import type { ReactNode } from "react";
import { usePhone } from "../theme/width";

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  extra?: ReactNode;
  footer?: ReactNode;
  /** Pixels at the desk. */
  width?: number;
  children: ReactNode;
}

export function SideDrawer({ open, onClose, title, extra, footer, width = 560, children }: Props) {
  const phone = usePhone();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={title}
      extra={extra}
      footer={footer}
      placement={phone ? "bottom" : "right"}
      size={phone ? "88%" : width}
      destroyOnHidden
      styles={phone ? { section: { borderRadius: "16px 16px 0 0" } } : {}}
    >
      {children}
    </Drawer>
  );
}
