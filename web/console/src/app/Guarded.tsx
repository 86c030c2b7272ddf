// A page behind its permission. The server refuses anyway; this says so before asking.
import type { ReactNode } from "react";
import type { Permission } from "../api";
import { Forbidden } from "../kit";
import { useCan } from "./session";

export function Guarded({ permission, children }: { permission?: Permission; children: ReactNode }) {
  const can = useCan();
  return permission && !can(permission) ? <Forbidden permission={permission} /> : children;
}
