// Development only: the permissions of a role, from the table that the settings page shows.
import type { Permission, Role } from "../src/api/types.ts";
import { grants, permissionRooms } from "../src/settings/choices.ts";

export const roleOf = (role: Role): Permission[] =>
  permissionRooms.flatMap((room) => room.permissions).filter((permission) => grants(role, permission));
