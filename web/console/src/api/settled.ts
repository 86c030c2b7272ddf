// The server's own types, from its OpenAPI document (schema.d.ts is generated and committed), in the form the console
// reads them: the server always sends every field, with null for what is absent.
import type { components } from "./schema";

export type Schemas = components["schemas"];

/** Fields that the document calls optional come as null. */
export type Settled<T> = T extends (infer U)[]
  ? Settled<U>[]
  : T extends object
    ? { [K in keyof T]-?: Settled<Exclude<T[K], undefined>> | (undefined extends T[K] ? null : never) }
    : T;

/** What the server sends under that name. */
export type Sent<N extends keyof Schemas> = Settled<Schemas[N]>;
