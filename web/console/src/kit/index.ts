// The pieces that pages are built from. A page imports from "../kit" and lays them out; it restyles nothing.
//
//   Page, Panel, Sentence          a page, its boxes, its one sentence
//   PageWaiting                    a page until its question is answered
//   DataList, Column               a cursor-paged list with every state designed
//   More                           the end of a list that goes on
//   FilterBar, useQueryState       filters kept in the address
//   SideDrawer                     a row explained, without losing the list
//   Chart, chartParts              a picture with its table
//   Take, TakeDrawn                the same as files
//   Figure, Change                 one figure that can be trusted
//   AsOf                           when figures were true
//   useSeen                        what is asked only once it is in sight
//   Money, Count, Instant, Day     values; useFormat for the same as text
//   Masked                         personal data with its reveal
//   Empty, NoMatch, ErrorState, Forbidden, Loaded
//   FormDrawer, useSaving          a form at the side, refusals put at their fields
//   ValueDrawer                    the same for what is held as one value
//   Field, Mistakes                a form held as one value
//   AmountField, KeepField, WholeField   its numbers, labelled; …Input the same without
//   TonguesField, TonguesItems, useLabel   what buyers read, in both languages: typed, and shown in the reader's
//   Batches                        what is handed out in the background, with its progress
//   UnderWay                       what takes a while, and how far it is
//   useConfirm                     the question before what touches many
export { AsOf, useAsOf } from "./AsOf";
export { Batches } from "./Batches";
export { type Behind, Chart } from "./Chart";
export * from "./chartParts";
export { useConfirm } from "./confirm";
export { type Column, DataList } from "./DataList";
export type { ChartOption } from "./echarts";
export { Field, type FieldProps, type Mistake, Mistakes, placeOf } from "./Field";
export { Figure } from "./Figure";
export { type Filter, FilterBar, useQueryState } from "./FilterBar";
export { FormDrawer, useSaving } from "./FormDrawer";
export { Loaded } from "./Loaded";
export { Masked } from "./Masked";
export { More } from "./More";
export { AmountField, KeepField, WholeField } from "./NumberFields";
export { AmountInput, KeepInput, WholeInput } from "./Numbers";
export { Page, Panel, Sentence } from "./Page";
export { PageWaiting } from "./PageWaiting";
export { SideDrawer } from "./SideDrawer";
export { Empty, ErrorState, Forbidden, NoMatch } from "./States";
export { Take, TakeDrawn } from "./Take";
export { TonguesField } from "./TonguesField";
export { TonguesItems } from "./TonguesItems";
export { UnderWay } from "./UnderWay";
export { useFormat } from "./useFormat";
export { useLabel } from "./useLabel";
export { useSeen } from "./useSeen";
export { ValueDrawer } from "./ValueDrawer";
export { Count, Day, Instant, Money } from "./Values";
export { save } from "./workbook";
