// Where the console's words for an answer and the server's are held together: a name stands here when what the server
// sends can be read as what the console expects, and the type check fails when either side moves alone.
import type { Sent } from "./settled";
import type * as ours from "./types";

/** A choice of words reads as text: which words there are is the catalogue's matter, that it is text is the contract's. */
type Wide<T> = T extends string
  ? string
  : T extends (infer U)[]
    ? Wide<U>[]
    : T extends object
      ? { [K in keyof T]: Wide<T[K]> }
      : T;

type Reads<Server extends Console, Console> = Server;

export type Agreement = [
  Reads<Wide<Sent<"Money">>, Wide<ours.Money>>,
  Reads<Wide<Sent<"Business">>, Wide<ours.Business>>,
  Reads<Wide<Sent<"Shop">>, Wide<ours.Shop>>,
  Reads<Wide<Sent<"User">>, Wide<ours.User>>,
  Reads<Wide<Sent<"ApiKey">>, Wide<ours.ApiKey>>,
  Reads<Wide<Sent<"Field">>, Wide<ours.Field>>,
  Reads<Wide<Sent<"AuditEntry">>, Wide<ours.AuditEntry>>,
  Reads<Wide<Sent<"Job">>, Wide<ours.Job>>,
  Reads<Wide<Sent<"Notification">>, Wide<ours.Notification>>,
  Reads<Wide<Sent<"CustomerRow">>, Wide<ours.CustomerRow>>,
  Reads<Wide<Sent<"CustomerCard">>, Wide<ours.CustomerCard>>,
  Reads<Wide<Sent<"TimelineItem">>, Wide<ours.TimelineItem>>,
  Reads<Wide<Sent<"Proposal">>, Wide<ours.Proposal>>,
  Reads<Wide<Sent<"View">>, Wide<ours.View>>,
  Reads<Wide<Sent<"Group">>, Wide<ours.Group>>,
  Reads<Wide<Sent<"Order">>, Wide<ours.Order>>,
  Reads<Wide<Sent<"Product">>, Wide<ours.Product>>,
  Reads<Wide<Sent<"ImportCounts">>, Wide<ours.ImportCounts>>,
  Reads<Wide<Sent<"Overview">>, Wide<ours.Overview>>,
  Reads<Wide<Sent<"Figure">>, Wide<ours.Figure>>,
  Reads<Wide<Sent<"Roles">>, Wide<ours.Roles>>,
  // A mapping is sent both ways, and what may be absent on the way there is null on the way back.
  Reads<Wide<Omit<Sent<"Import">, "preview">>, Wide<Omit<ours.Import, "preview">>>,
  Reads<Wide<Omit<Sent<"Preset">, "mapping">>, Wide<Omit<ours.Preset, "mapping">>>,
  Reads<Wide<Sent<"RefusedRow">>, Wide<ours.RefusedRow>>,
  Reads<Wide<Sent<"ProfileShown">>, Wide<ours.Profile>>,
];
