// Where the console's words for an answer and the server's are held together: a name stands here when what the server
// sends can be read as what the console expects, and the type check fails when either side moves alone.
import type * as ours from "./index";
import type { Schemas, Sent } from "./settled";

/** A choice of words reads as text: which words there are is the catalogue's matter, that it is text is the contract's. */
type Wide<T> = T extends string
  ? string
  : T extends (infer U)[]
    ? Wide<U>[]
    : T extends object
      ? { [K in keyof T]: Wide<T[K]> }
      : T;

type Reads<Server extends Console, Console> = Server;

type Terms = "draft" | "published";
type Sure = "claimable" | "transferable" | "codes" | "audience";

export type Agreement = [
  Reads<Wide<Sent<"Money">>, Wide<ours.Money>>,
  Reads<Wide<Sent<"Business">>, Wide<ours.Business>>,
  Reads<Wide<Sent<"Shop">>, Wide<ours.Shop>>,
  Reads<Wide<Sent<"User">>, Wide<ours.User>>,
  Reads<Wide<Sent<"ApiKey">>, Wide<ours.ApiKey>>,
  Reads<Wide<Sent<"Field">>, Wide<ours.Field>>,
  Reads<Wide<Sent<"EventPropertyRow">>, Wide<ours.EventProperty>>,
  Reads<Wide<Sent<"SuggestedEventProperty">>, Wide<ours.SuggestedProperty>>,
  Reads<Wide<Sent<"EventName">>, Wide<ours.EventName>>,
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
  // A rule's tree goes both ways too, and its values have a shape that the document leaves open: the tree is held
  // below, node by node, without what is free in it.
  Reads<Wide<Omit<Sent<"Segment">, "rule">>, Wide<Omit<ours.Segment, "rule">>>,
  Reads<Wide<Sent<"Overlap">>, Wide<ours.CrossAnswer>>,
  Reads<Wide<Sent<"Foreseen">>, Wide<ours.PreviewAnswer>>,
  Reads<Wide<Sent<"Readiness">>, Wide<ours.Readiness>>,
  Reads<Wide<Sent<"Membership">>, Wide<ours.Membership>>,
  Reads<Wide<Sent<"ShownVersion">>, Wide<ours.SegmentVersion>>,
  Reads<Wide<Sent<"Point">>, Wide<ours.SizePoint>>,
  Reads<Wide<Sent<"ShownCrossing">>, Wide<ours.CrossingRow>>,
  Reads<Wide<Sent<"ShownRecipe">>, Wide<ours.Recipe>>,
  Reads<Wide<Sent<"Parameter">>, Wide<ours.RecipeParameter>>,
  Reads<Wide<Sent<"RecipeSettings">>, Wide<ours.SegmentSettings>>,
  Reads<Wide<Sent<"Insight">>, Wide<ours.Insight>>,
  Reads<Wide<Sent<"ShownDimension">>, Wide<ours.InsightDimension>>,
  Reads<Wide<Sent<"Bar">>, Wide<ours.InsightBar>>,
  Reads<Wide<Sent<"Webhook">>, Wide<ours.Webhook>>,
  Reads<Wide<Sent<"WebhookSettings">>, Wide<ours.WebhookSettings>>,
  Reads<Wide<Sent<"Delivery">>, Wide<ours.Delivery>>,
  Reads<Wide<Sent<"Label">>, Wide<ours.Label>>,
  Reads<Sent<"Window">, ours.Window>,
  Reads<Sent<"Moment">, ours.Moment>,
  Reads<Sent<"Span">, ours.Span>,
  Reads<Sent<"Bound">, ours.Bound>,
  Reads<Sent<"Comparison">, ours.Comparison>,
  Reads<Sent<"Test">["test"], ours.Test["test"]>,
  Reads<Sent<"Filter">["type"], ours.Filter["type"]>,
  Reads<Sent<"Rule">["type"], ours.Rule["type"]>,
  // Here what is empty is left out, not sent as null.
  Reads<Wide<Schemas["Counted"]>, Wide<ours.CountAnswer>>,
  Reads<Wide<Schemas["Picker"]>, Wide<ours.Catalogue>>,
  Reads<Wide<Schemas["FactKind"]>, Wide<ours.FactKind>>,
  Reads<Wide<Schemas["RuleProblem"]>, Wide<ours.RuleProblem>>,
  Reads<Wide<Schemas["Read"]["problems"]>, Wide<ours.ReadRule["problems"]>>,
  Reads<Wide<Schemas["PivotCatalogue"]>, Wide<ours.PivotCatalogue>>,
  Reads<Wide<Schemas["PivotAnswer"]>, Wide<ours.PivotAnswer>>,
  Reads<Wide<Sent<"SqlTables">>, Wide<ours.SqlTables>>,
  Reads<Wide<Omit<Sent<"SqlAnswer">, "rows">>, Wide<Omit<ours.SqlAnswer, "rows">>>,
  Reads<Wide<Omit<Sent<"SavedQuestion">, "chart">>, Wide<Omit<ours.SavedQuestion, "chart">>>,
  Reads<Wide<Sent<"MembershipProgramme">>, Wide<ours.Programme>>,
  Reads<Wide<Sent<"MemberRow">>, Wide<ours.MemberRow>>,
  // Rules go both ways; what they leave out is empty here.
  Reads<Wide<Required<Omit<Schemas["MemberGoodsRule"], "level">>>, Wide<Omit<ours.MemberGoodsRule, "level">>>,
  Reads<Wide<Sent<"ClosedLine">>, Wide<ours.PriceAnswer["closed"][number]>>,
  Reads<Wide<Schemas["EarlyOpening"]>, Wide<ours.PromotionCalendar["early"][number]>>,
  Reads<Wide<Sent<"MembershipCard">>, Wide<ours.CustomerMembership>>,
  Reads<Wide<Sent<"LevelChange">>, Wide<ours.LevelChange>>,
  Reads<Wide<Sent<"MembersRecompute">>, Wide<ours.Recompute>>,
  Reads<Wide<Sent<"Invitation">>, Wide<ours.Invitation>>,
  Reads<Wide<Sent<"PointsBalance">>, Wide<ours.PointsBalance>>,
  Reads<Wide<Sent<"PointsMove">>, Wide<ours.PointsMove>>,
  Reads<Wide<Omit<Sent<"PointsRules">, "expiry" | "bonuses">>, Wide<Omit<ours.PointsRules, "expiry" | "bonuses">>>,
  Reads<Wide<Sent<"Liability">>, Wide<ours.Liability>>,
  // What is put into the mall may come without a description; it is sent with one.
  Reads<Wide<Omit<Sent<"MallItem">, "description">>, Wide<Omit<ours.MallItem, "description">>>,
  Reads<Wide<Sent<"Pyramid">>, Wide<ours.Pyramid>>,
  Reads<Wide<Sent<"ProgrammePreview">>, Wide<ours.ProgrammePreview>>,
  Reads<Wide<Sent<"MallOrder">>, Wide<ours.MallOrder>>,
  Reads<Wide<Sent<"SegmentExport">>, Wide<ours.SegmentExport>>,
  Reads<Wide<Sent<"PromotionRow">>, Wide<ours.PromotionRow>>,
  // Terms go both ways: what is not limited is left out. Beside them stands what buyers read, whose words are held as labels.
  Reads<Wide<Omit<Sent<"PromotionFull">, Terms>>, Wide<Omit<ours.PromotionFull, Terms>>>,
  Reads<Wide<Omit<Sent<"PromotionVersion">, "promotion">>, Wide<Omit<ours.PromotionVersion, "promotion">>>,
  Reads<Wide<Sent<"PromotionFinding">>, Wide<ours.Finding>>,
  Reads<Wide<Sent<"PromotionLint">>, Wide<ours.Lint>>,
  // Here what may be left out on the way there always comes back.
  Reads<
    Required<Omit<Schemas["PromotionSettings"], "together" | "cap">>,
    Omit<ours.PromotionSettings, "together" | "cap">
  >,
  Reads<Wide<Pick<Required<Schemas["CouponHow"]>, Sure>>, Wide<Pick<ours.ProgrammeHow, Sure>>>,
  Reads<Wide<Omit<Sent<"CouponHow">, Sure>>, Wide<Omit<ours.ProgrammeHow, Sure>>>,
  Reads<Wide<Sent<"PromotionUse">>, Wide<ours.PromotionUse>>,
  Reads<Wide<Sent<"CouponFunnel">>, Wide<ours.CouponFunnel>>,
  Reads<Wide<Omit<Sent<"CouponProgramme">, Terms | Sure>>, Wide<Omit<ours.CouponProgramme, Terms | Sure>>>,
  Reads<Wide<Sent<"CouponBatch">>, Wide<ours.CouponBatch>>,
  Reads<Wide<Sent<"Coupon">>, Wide<ours.Coupon>>,
  Reads<Wide<Schemas["PricedLine"]>, Wide<ours.PricedLine>>,
  Reads<Wide<Schemas["Priced"]>, Wide<ours.Priced>>,
  Reads<Wide<Schemas["Gift"]>, Wide<ours.Gift>>,
  Reads<Schemas["Layer"], ours.Layer>,
  Reads<Wide<Sent<"PortalSettings">>, Wide<ours.PortalSettings>>,
  Reads<Wide<Sent<"Referrals">>, Wide<ours.Referrals>>,
  Reads<Wide<Sent<"GivenGift">>, Wide<ours.GivenGift>>,
  Reads<Wide<Sent<"GiftSummary">>, Wide<ours.GiftSummary>>,
  Reads<Wide<Sent<"GiftsSettled">>, Wide<ours.GiftsSettled>>,
  Reads<Wide<Sent<"Wallet">>, Wide<ours.Wallet>>,
  Reads<Wide<Sent<"WalletMove">>, Wide<ours.WalletMove>>,
  Reads<Wide<Sent<"WalletBatch">>, Wide<ours.WalletBatch>>,
  Reads<Wide<Sent<"WalletSettings">>, Wide<ours.WalletSettings>>,
  Reads<Wide<Sent<"WalletLiability">>, Wide<ours.WalletLiability>>,
  // Its terms go both ways.
  Reads<Wide<Omit<Sent<"Draw">, "terms">>, Wide<Omit<ours.Draw, "terms">>>,
  Reads<Wide<Omit<Schemas["DrawTerms"], "prizes">>, Wide<Partial<Omit<ours.DrawTerms, "prizes">>>>,
  Reads<Wide<Schemas["DrawPrize"]>, Wide<Partial<ours.DrawPrize>>>,
  Reads<Wide<Sent<"DrawTicket">>, Wide<ours.Ticket>>,
  Reads<Wide<Sent<"DrawProof">>, Wide<ours.DrawProof>>,
  Reads<Wide<Sent<"ValueRun">>, Wide<ours.ValueRun>>,
  Reads<Wide<Sent<"ValueSettings">>, Wide<ours.ValueSettings>>,
  Reads<Wide<Sent<"ValuePage">>, Wide<ours.ValuePage>>,
  Reads<Wide<Sent<"RfmPage">>, Wide<ours.RfmPage>>,
  Reads<Wide<Sent<"LifecyclePage">>, Wide<ours.LifecyclePage>>,
  Reads<Wide<Sent<"CohortsPage">>, Wide<ours.CohortsPage>>,
  Reads<Wide<Sent<"NextPage">>, Wide<ours.NextPage>>,
  Reads<Wide<Sent<"ConcentrationPage">>, Wide<ours.ConcentrationPage>>,
  Reads<Wide<Sent<"ScoredCustomer">>, Wide<ours.ScoredCustomer>>,
  Reads<Wide<Sent<"DueCustomer">>, Wide<ours.DueCustomer>>,
  Reads<Wide<Sent<"CustomerValue">>, Wide<ours.CardValue>>,
  Reads<Wide<Sent<"BasketsPage">>, Wide<ours.BasketsPage>>,
  Reads<Wide<Sent<"PicksPage">>, Wide<ours.PicksPage>>,
  Reads<Wide<Sent<"SatisfactionPage">>, Wide<ours.SatisfactionPage>>,
  Reads<Wide<Sent<"LiftPage">>, Wide<ours.LiftPage>>,
  Reads<Wide<Sent<"QuestionProgress">>, Wide<ours.QuestionProgress>>,
];
