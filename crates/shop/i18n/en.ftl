# Texts of the departments: a section each, ids beginning with the department's name.
noun-customer = The customer
noun-shop = The shop
noun-order = The order
noun-product = The product
noun-import = The import

# Customers: merging; proposals.
noun-merge = This merge
noun-proposal = This proposal
problem-cannot_undo = This cannot be undone any more: it was undone before, or its profiles have gone separate ways since. Move the profiles by hand.
problem-already_decided = Somebody has decided this proposal already. Please reload the list.
problem-not_refused = This proposal was not refused, so there is nothing to take back. Please reload the list.
problem-is_one = These two are one customer by now. To part them, take profiles out on the customer's card.
fault-too_few = needs more than that
fault-too_many = is too many at once
fault-no_mobile = must be a whole mobile number
fault-no_province = must be a province of China, such as 浙江省
fault-not_of_customer = names a profile that is not this customer's
fault-must_leave_one = must leave at least one profile with the customer
fault-same_group = must be another one than the control group
fault-ids_or_min_score = is needed, or else a score; not both
# customers
noun-group = The group
noun-tag = This tag
noun-note = The note
noun-field = The field
noun-view = The view
noun-job = The job
fault-not_the_same = does not name this customer
problem-too_many_fields = There are as many fields as there may be. Take one away before making another.
problem-too_many_groups = There are as many groups as there may be. Take one away before making another.
problem-too_many_views = You have as many views as you may have. Take one away before saving another.
customers-yes = Yes
customers-no = No
fault-unknown_column = must name columns that there are, and { $column } is none of them: { $choices }
customers-column-id = Customer number
customers-column-nick = Nick
customers-column-name = Name
customers-column-mobile = Mobile
customers-column-email = E-mail
customers-column-contact_group = Contact
customers-column-province = Province
customers-column-city = City
customers-column-channels = Channels
customers-column-deals = Deals
customers-column-deal_amount = Deal amount
customers-column-average_order = Average order
customers-column-items = Pieces
customers-column-closed = Closed orders
customers-column-closed_amount = Closed amount
customers-column-first_deal_at = First deal
customers-column-last_deal_at = Last deal
customers-column-created_at = Created
customers-column-groups = Groups
customers-column-tags = Tags
customers-column-blacklisted = Black list
customers-column-profiles = Profiles
customers-column-gender = Gender
customers-column-birthday = Birthday
customers-group-dealt = Dealt
customers-group-not_dealt = Not dealt
customers-group-inquired = Inquired
customers-group-none = None
channel-taobao = Taobao
channel-tmall = Tmall
channel-jd = JD
channel-pinduoduo = Pinduoduo
channel-douyin = Douyin
channel-youzan = Youzan
channel-web = Web
channel-pos = Counter
channel-phone = Telephone
channel-email = E-mail
channel-wecom = WeCom
channel-other = Other
# card
card-attribute-name = Name
card-attribute-nick = Nick
card-attribute-gender = Gender
card-attribute-birthday = Birthday
card-attribute-mobile = Mobile
card-attribute-email = E-mail
card-attribute-province = Province
card-attribute-city = City
card-attribute-district = District
card-attribute-street = Street
card-attribute-zip = Postcode
card-attribute-registered_at = Registered
card-attribute-buyer_credit = Buyer credit
card-source-user = Staff: { $name }
card-source-system = Regulars
card-link-profile = belongs to
card-link-identifier = carries
card-timeline-merge = Merged
card-timeline-unmerge = Parted
card-timeline-consent = { $purpose } by { $channel }: { $state }
card-timeline-blacklist-on = Put on the black list
card-timeline-blacklist-off = Taken off the black list
card-timeline-personalisation-on = Personalisation turned on
card-timeline-personalisation-off = Personalisation turned off
card-timeline-attribute = Changed: { $name }
# care
care-purpose-marketing = Advertising
care-purpose-service = Service messages
care-purpose-profiling = Personalisation
care-channel-sms = SMS
care-channel-email = e-mail
care-channel-phone = telephone
care-channel-wecom = WeCom
care-channel-any = any channel
care-state-granted = agreed
care-state-refused = refused
care-state-unknown = unknown
care-reason-no_address = No address for this channel is known.
care-reason-blacklisted = The customer is on the black list: no advertising.
care-reason-refused = The customer has refused.
care-reason-service = Messages about an order need no separate consent.
care-reason-granted = The customer has agreed.
care-reason-no_consent = No consent is on file; advertising needs one.

# imports
fault-only_tried = is for dry runs only; open the shop before an import that is meant
noun-preset = The preset
problem-import_gone = The file is not on the server any more: it is deleted once it is in or was stopped. Please upload it again.
problem-import_runs = This import is under way. Wait for its end, or stop it first.
problem-import_over = This import is over already.
problem-import_mapping = The meaning of the columns cannot be used yet: { $why }
problem-import_other_shop = The file holds rows of the shop “{ $shop }”, which you may not see. Ask a colleague who may, or take those rows out.
problem-import_no_file = There is no file { $path }. Please check the path.
problem-import_unread = This file cannot be brought in yet: { $why }
notice-import_done = { $file } is in
notice-import_done-detail = { $created } created, { $changed } changed, { $unchanged } unchanged.
notice-import_refused = { $file } is in, and some rows wait to be mended
notice-import_refused-detail = { $refused } refused; { $created } created, { $changed } changed, { $unchanged } unchanged.
notice-import_tried = { $file } was tried
notice-import_tried-detail = Nothing was written. It would be { $created } created, { $changed } changed, { $refused } refused.
notice-import_failed = { $file } could not be imported
notice-import_failed-detail = Open it to see why and what to do.
import-problem-needs_mapping = This table is no export that we know. Please say what its columns mean.
import-problem-needs_shop = Please choose the shop that these rows belong to.
import-problem-empty = The file is empty. Please export it again.
import-problem-not_a_table = { $what ->
    [pdf] This is a PDF document
    [picture] This is a picture
    [archive] This is a packed archive
    [database] This is a database
    [program] This is a program
   *[binary] This file is not text
} and holds no table. Please export it as CSV or XLSX.
import-problem-workbook = The workbook cannot be opened: it is damaged or has a password. Please take the password off and save it again.
import-problem-workbook_too_large = { $megabytes } MB of this workbook would have to be held in memory, and at most { $most } MB may be. Please save it as CSV (UTF-8) and bring that: a CSV may be of any size.
import-problem-parquet = The Parquet file cannot be opened; it may be damaged. Please export it again.
import-problem-unreadable = The file cannot be read. Please upload it again.
import-problem-no_header = There is no header in the first rows. Please write the names of the columns into the first row.
import-problem-mapping_field = The column “{ $column }” is mapped to { $field }, and there is no such field. Please choose another.
import-problem-mapping_missing = No column fills { $field }, which is needed. Please choose one.
import-problem-mapping_option = The option { $option } cannot be “{ $value }”. Please change it.
import-problem-mapping_text = The mapping cannot be read: { $why }
import-problem-import_other_shop = The file holds rows of the shop “{ $shop }”, which whoever brought it may not see; the import was stopped. Ask a colleague who may, or take those rows out.
import-problem-crashed = The program ended again and again while it worked on this file; what was in stays in. Start it again: it goes on where it stopped. If it stays, look at the program’s log and at this machine’s memory and disk.
import-problem-discarded = Somebody discarded this import on the page of jobs. What was in stays in, and its file is deleted. To bring the rest, upload the file again: nothing comes twice.
import-problem-waited_too_long = The file waited { $days } days to be explained and was deleted, for it may be full of people. Please bring it again.
import-problem-somebody_erased = Somebody was erased, and with them every file that waited here, for they may stand in it. Please bring the file again once they are out of it.
import-problem-internal = Something went wrong on our side and the import was stopped; what was in stays in. Start it again; if it stays, ask your administrator.
import-problem-not_found = The chosen shop does not exist any more. Please choose another.
import-problem-already_exists = Something else was changed at the same moment. Please start the import again.
import-note-other_shop = Some of the orders belong to another shop of the platform, “{ $shop }”; what the file says of them went there.
import-note-shop_opened = The file speaks of a new shop, “{ $shop }”; it was opened.
refusal-damaged_id = The number { $value } in “{ $field }” went through a spreadsheet as a quantity: its last digits are lost.
cure-damaged_id = Export it from the platform again without saving it in Excel, or set the column to text and put the whole number back; then import it again.
refusal-missing_id = “{ $field }” is empty, so it cannot be known which record this is.
cure-missing_id = Fill in the number and import it again.
refusal-malformed_id = { $value } in “{ $field }” is no number of this platform.
cure-malformed_id = Compare with the original export, put the right number back and import it again.
refusal-not_an_amount = { $value } in “{ $field }” is no amount.
cure-not_an_amount = Write a number such as 128.00 and import it again.
refusal-not_a_number = { $value } in “{ $field }” is no whole number.
cure-not_a_number = Write a whole number and import it again.
refusal-not_a_date = { $value } in “{ $field }” is no date.
cure-not_a_date = Write it as 2026-11-11 10:00:00 and import it again.
refusal-too_few_columns = The row has fewer cells than the header, so they cannot be told apart.
cure-too_few_columns = Add the missing cells and import it again.
refusal-too_many_columns = The row has more cells than the header; perhaps a comma stands in a text without quotes.
cure-too_many_columns = Put quotes around texts with commas, or take the surplus cells away, and import it again.
refusal-bad_encoding = The row holds bytes that are no text in the encoding of the file.
cure-bad_encoding = Save the row as UTF-8 or GBK and import it again.
refusal-open_quote = A quote is never closed, so what follows cannot be told apart.
cure-open_quote = Add the missing quote and import it again.
refusal-missing = “{ $field }” is needed and empty.
cure-missing = Fill it in and import it again.
refusal-undated = The row says no time at which the order was placed, paid, sent or finished, and the order is not known yet.
cure-undated = Fill one of these times in (2026-11-11 10:00:00) and import it again, or first import a file that says when the order was placed.
refusal-negative_quantity = “{ $field }” is negative ({ $value }), and the row is no return.
cure-negative_quantity = Import returns as refunds; mend a slip and import it again.
refusal-not_a_sale = The row is no sale but a fee, a correction or a change of the stock ({ $value }).
cure-not_a_sale = Nothing need be done; if it is a sale, mend its number or amount and import it again.
refusal-contradicts = The same number stands twice in this file with different content (“{ $field }”: { $value }).
cure-contradicts = Keep the right row and import it again.
refusal-too_long = “{ $field }” is too long.
cure-too_long = Shorten it and import it again.
refusal-wrong_currency = The currency { $value } is not the shop’s, and the amounts cannot be told apart.
cure-wrong_currency = Say the currency in the file, or import it into a shop of that currency.
# Behaviours
problem-tracking_not_json = This is not the JSON that this call takes: { $why } at line { $line }, column { $column }. Check the SDK's version and the address it sends to.
problem-tracking_body_too_large = The body has { $bytes } bytes, and { $limit } are the most. Send fewer messages at once.
problem-tracking_message_too_large = Message { $number } of the batch has { $bytes } bytes, and { $limit } are the most. Send less with each message.
events-refused-malformed = A field holds another kind of value than it should, or the message is not an object
events-cure-malformed = Send traits, properties and context as objects
events-refused-unknown_type = The message does not say whether it is identify, track, page, screen, group or alias
events-cure-unknown_type = Set type to one of the six
events-refused-missing_id = The message does not say who: userId and anonymousId are both empty
events-cure-missing_id = Send one of them with every message
events-refused-missing_event = A track call without the name of the event
events-cure-missing_event = Set event to what happened, for example Product Viewed
events-refused-missing_group_id = A group call without groupId
events-cure-missing_group_id = Set groupId to the group that the person belongs to
events-refused-missing_previous_id = An alias call without previousId or without userId
events-cure-missing_previous_id = Send both: the former id as previousId and the new one as userId

# Overview
overview-no-data = Nothing is here yet. Bring in an order file, or connect your site, and this page tells you what happened.
overview-quiet = No deals in the last { $days } days.
overview-stopped = No deals in the last { $days } days; the { $days } days before brought { $before }.
fault-not_with_all = cannot be said together with all
overview-sold-ever = { $deals } { $n ->
    [one] deal
   *[other] deals
} worth { $sales } in the { $days } days since the first order.
overview-sold-first = { $deals } { $n ->
    [one] deal
   *[other] deals
} worth { $sales } in the last { $days } days, and none in the { $days } days before.
overview-sold-up = { $deals } { $n ->
    [one] deal
   *[other] deals
} worth { $sales } in the last { $days } days, { $change }% more than in the { $days } days before.
overview-sold-down = { $deals } { $n ->
    [one] deal
   *[other] deals
} worth { $sales } in the last { $days } days, { $change }% less than in the { $days } days before.
overview-sold-same = { $deals } { $n ->
    [one] deal
   *[other] deals
} worth { $sales } in the last { $days } days, as much as in the { $days } days before.
overview-buyers-both = { $new } new and { $returning } returning buyers; those who came back brought { $share }% of sales.
overview-buyers-new = { $n ->
    [one] The only buyer is new
   *[other] All { $new } buyers are new
}.
overview-buyers-returning = { $n ->
    [one] The only buyer had bought before
   *[other] All { $returning } buyers had bought before
}.
overview-best-day = The best day was { $day } with { $sales }.
overview-todo = Waiting for you: { $what }.
overview-todo-and = and
overview-todo-refunds_open = { $count } open { $n ->
    [one] refund
   *[other] refunds
}
overview-todo-awaiting_shipment = { $count } { $n ->
    [one] order
   *[other] orders
} to ship
overview-todo-unknown_statuses = { $count } { $n ->
    [one] order
   *[other] orders
} with a status that nobody knows
overview-todo-proposals = { $count } possible { $n ->
    [one] duplicate
   *[other] duplicates
} to decide
overview-todo-parked_jobs = { $count } { $n ->
    [one] job that keeps failing
   *[other] jobs that keep failing
}
overview-todo-refused_rows = { $count } refused { $n ->
    [one] row
   *[other] rows
} to mend
overview-definition-sales = What deals paid in the period brought in: paid less given back. Only orders in the business's currency.
overview-definition-deals = Orders paid in the period that were not given back whole. An order without an instant of payment counts when it was placed.
overview-definition-buyers = Customers with at least one deal in the period, over all their profiles. Deals without a known buyer are not in it.
overview-definition-average_order = Sales divided by deals.
overview-definition-new_buyers = Buyers whose first deal ever, in any shop of the business, lies in the period.
overview-definition-returning_buyers = Buyers who had a deal before the period began.
overview-definition-repurchase_rate = Of the buyers, the share that had a deal before the period or two within it.
overview-definition-refund_rate = Of what was paid for orders of the period, the share that was given back until now.
overview-definition-open_proposals = Pairs of customers that may be one person and that nobody has decided yet.
overview-definition-pending_shipment = Orders that are paid and not sent, or sent in part.

# segments
noun-segment = The segment
noun-version = The version
noun-event_property = The event property
problem-named_by_segments = Rules of these segments ask for it: { $by }. Change them first.
problem-event_property_in_use = Rules of these segments ask for this property: { $by }. Change them first.
problem-event_property_type = This key is declared with another type, as “{ $title }”. One key has one type: send it under another key, or declare it with that type.
problem-event_told_by_orders = What “{ $event }” says is kept as the order, so that no event has it. Declare the property of another event.
problem-too_many_event_properties = There are as many event properties as there may be. Take one away before declaring another.
problem-rule_not_computable = This rule cannot be computed: { $en }
problem-warehouse_building = The warehouse is being put together ({ $done } of { $total } customers taken in). Please try again in a moment.
problem-question_cancelled = The question was given up.
problem-question_too_long = The question took longer than 30 seconds and was stopped. Please ask for less.
problem-answer_too_large = There are more than { $limit } answers. Please ask for less.
problem-segment_in_use = “{ $by }” uses this segment. Change that first.
problem-too_many_segments = There are as many segments as there may be. Delete one that nobody needs.
problem-segments_followed_elsewhere = Another process has followed the segments further; this one begins anew.
problem-crossings_owed = Some entries and exits are not written yet.
problem-list_unreadable = The file cannot be read: { $why }
fault-not_computable = cannot be computed
fault-circular = would depend on itself
fault-not_allowed = is not for lists
fault-only_of_facts = is only for facts, not for customers
segments-restored = Restored version { $version }
segments-list-row = Row
segments-list-value = Value
segments-list-why = Why
segments-list-unreadable = is no identifier
segments-list-unknown = names nobody we know
noun-recipe = The recipe

# insight
insight-dimension = Dimension
insight-value = Value
insight-customers = Customers
insight-share = Share (%)
insight-base_customers = Base customers
insight-base_share = Base share (%)
insight-tgi = TGI
insight-significant = More than chance
insight-chance = Chance
insight-everybody = Everybody

# webhooks
noun-webhook = The webhook
noun-delivery = The delivery
problem-too_many_webhooks = There are as many webhooks as there may be.
problem-webhook_not_taken = The receiver did not take it. It will be tried again.

# members
noun-invitation = This invitation
problem-way_closed = Nobody can join in this way now. Open it in the membership programme, or choose another.
problem-no_mobile = No whole mobile is known of this customer. Enter one first.
problem-blacklisted = This customer is on the black list. Take her off it first.
problem-invitation_used_up = This invitation is used up or over. Please ask for another.
problem-too_many_invitations = There are as many invitations as there may be. Take one away before making another.
problem-not_a_member = This customer is no member. Let her join first.
problem-programme_off = The membership programme is switched off. Switch it on first.
problem-members_only_goods = { $en }. Take it out of the cart to go on.
problem-budget_spent = This is more than you may still give this month: { $left } is left. Ask a colleague who may give more.
fault-must_rise = must be more than at the level before
fault-must_fall = must be less than at the level before
fault-private_address = is of a private network or this machine; allow private addresses first if messages shall go there
fault-in_the_past = is in the past
members-no_level = none
members-preset-taobao = Taobao’s four levels
members-preset-simple = One level for everybody
members-timeline-level = Level: { $level }
members-timeline-joined = Became a member
members-timeline-left = Left the membership
members-timeline-birthday = Birthday gift: { $gift }
members-cause-join = Joined
members-cause-deal = Deal
members-cause-refund = Refund
members-cause-hand = By hand
members-cause-programme = Programme changed
members-cause-expiry = Expired
members-cause-renewal = Renewed
members-cause-merge = Customers merged
members-cause-unmerge = Customers parted
members-cause-birthday = Birthday

# points
noun-points_move = This move of points
noun-mall_item = This item
noun-mall_order = This order of the points mall
noun-delivery_address = This address
noun-gift = This gift
problem-nothing_to_send = There are no goods to send here, so no address is needed.
problem-points_short = There are not enough points: { $available } are available.
problem-key_taken = This key was used for something else. Use another key for another move.
problem-not_reversible = This move cannot be taken back: only what was spent or given by hand can.
problem-too_many_items = There are as many items as there may be. Take one away before making another.
problem-level_too_low = This is for members of a higher level.
problem-mall_blacklisted = The customer is on the black list and takes nothing for points.
problem-not_on_offer = This is not on offer now.
problem-out_of_stock = There are not so many left.
problem-too_many_taken = This customer has taken as many of it as each may.
problem-not_claimed = This was handed over or given back before. Please reload the list.
points-timeline-earn = Earned points: { $points }
points-timeline-spend = Spent points: { $points }
points-timeline-expire = Points expired: { $points }
points-timeline-adjust = Points by hand: { $points }
points-timeline-reverse = Points given back: { $points }
points-timeline-expiring = Points about to expire: { $points }
# promotions, checkout
noun-promotion = The promotion
problem-changed_meanwhile = Somebody has changed this since you read it. Please reload it and change it again.
problem-wrong_state = That does not go in the state that this is in. Please reload it.
problem-was_published = This was published, so it is kept for the record. End it instead of deleting it.
problem-nothing_to_publish = There is no draft to publish: what buyers get is the latest.
problem-promotion_refused = The linter found { $count } errors ({ $first } first). Look at its findings, mend them, and publish again.
problem-promotion_warned = The linter found { $count } warnings ({ $first } first). Look at them, and publish with them accepted.
problem-ambiguous_customer = That names several customers. Name the one that is meant by id.

# coupons
noun-coupon = The coupon
noun-coupon_programme = The coupon programme
noun-coupon_batch = The batch
noun-redemption = The order's reservation
problem-coupon_unknown = No coupon has this code. Please check it.
problem-coupon_used = This coupon was used.
problem-coupon_reserved = Another order that is not paid yet holds this coupon.
problem-coupon_expired = This coupon has expired.
problem-coupon_void = The shop has taken this coupon back.
problem-coupon_not_yet = This coupon is not good yet.
problem-coupon_paused = This coupon is out of use for now.
problem-coupon_not_yours = This coupon belongs to another customer.
problem-coupon_not_for_you = This coupon is for other customers or goods.
problem-coupon_hand_on_over = The code that handed this coupon on is over: it expired, was taken back, or somebody took the coupon. Ask for a new one.
problem-coupon_blacklisted = This customer cannot use coupons for now.
problem-coupon_uses_gone = All uses of this coupon are taken.
problem-coupon_all_issued = All of these coupons are taken.
problem-coupon_enough = The customer has had as many as one customer may have.
problem-coupon_device_enough = This device has had as many as one may have.
problem-coupon_not_claimable = This coupon cannot be claimed. Type its code at the till.
problem-coupon_not_transferable = This coupon cannot be given to somebody else.
problem-coupon_short = The cart does not reach the coupon's threshold.
problem-coupons_issued = Coupons were issued already, so what codes there are stays. Make another programme.
problem-no_codes = This programme has no codes of its own for each coupon.
problem-too_many_tries = Too many wrong codes were typed. Please wait some minutes.
problem-price_changed = The price has changed meanwhile. Price the cart again and show the new total.
problem-order_paid = This order was paid. Say that it was refunded to give its coupons back.
problem-reservation_over = What this order held was given back: it was not paid in time, was called off or refunded. Reserve it again.
problem-group_unknown = No group has this code. Check the link or the code.
problem-group_over = This group was filled, failed or its time passed. Open another group; money that was paid for a place in it has to be given back.
problem-group_full = Every place in this group is taken. Open another group, or try again when an order in it was not paid.
problem-group_already = The customer is in this group already, by another order.
problem-group_blacklisted = The customer is on the black list and takes no part in group buys.
problem-group_not_offered = No group price runs by this key. Publish the promotion, or name another.
problem-group_no_customer = Name the customer who opens or joins the group.
problem-group_unused = The group price takes nothing off this cart. Reserve the order without the group.


# Exports of segments
noun-export = The export
noun-group_buy = The group
problem-export_gone = The file is not on the server any more: it is deleted a day after it was made, and whenever a customer is erased. Please export again.
problem-export_not_ready = The file is still being made. Please wait until the export has finished.
problem-all_shops_needed = These figures are of the whole business. Ask somebody who may see all shops, or use a segment of your shops.
problem-value_moved_on = Everything was reckoned anew since this page was read. Load the page again, then make the list.
problem-value_not_reckoned = Nothing has been reckoned yet. Ask for it now, or come back tomorrow: it is done every night.
problem-too_many_exports = { $limit } of your exports are still being made. Wait for one to finish, or stop one.
exports-over = Deleted: files are kept for one day.
exports-erased = Deleted because a customer was erased after it was made. Please export again.
exports-failed = The file could not be made. Please try again; if it happens again, tell whoever looks after the server.
problem-credit_short = There is not enough credit: { $available } (minor units) is available.
problem-credit_blacklisted = The customer is on the black list and is given no red packets.
problem-gift_over = This gift does not wait to be sent any more: it was sent or called off before.
problem-gift_blacklisted = The customer is on the black list and is given no gifts.
problem-wallet_off = Red packets are switched off. Switch them on in their settings.
wallet-timeline-earn = Red packet: { $amount }
wallet-timeline-spend = Paid with red packets: { $amount }
wallet-timeline-expire = Red packet expired: { $amount }
wallet-timeline-adjust = Red packet by hand: { $amount }
wallet-timeline-reverse = Red packet given back: { $amount }
wallet-timeline-expiring = Red packet about to expire: { $amount }
noun-wallet_move = This move of credit
noun-wallet_batch = The batch
noun-draw = This draw
noun-draw_ticket = This ticket
problem-draw_refused = The draw cannot be published: something that the law asks for is missing or wrong. See the findings.
problem-draw_warned = The draw has warnings. Read them, then publish it with the warnings accepted.
problem-draw_not_running = This draw is not running now.
problem-draw_no_chance = The customer has no chance left in this draw.
problem-draw_enough = The customer has drawn as often as one customer may.
problem-draw_enough_today = The customer has drawn as often as one may in a day. Tomorrow there are new chances.
problem-draw_blacklisted = The customer is on the black list and takes no part in draws.
problem-not_waiting = This prize does not wait to be handed over: it was given or forfeited before.
problem-points_off = Points are switched off. Switch them on in the rules of points.
segments-timeline-entered = Entered the segment “{ $name }”
segments-timeline-left = Left the segment “{ $name }”
gifts-timeline-due = Gift: { $name }, to be sent
gifts-timeline-sent = Gift: { $name }, sent
gifts-timeline-failed = Gift: { $name }, could not be sent
gifts-timeline-cancelled = Gift: { $name }, called off
group-buys-timeline-open = Opened a group buy: { $name }, { $state }
group-buys-timeline-join = Joined a group buy: { $name }, { $state }
group-buys-state-held = not paid yet
group-buys-state-released = not paid in time
group-buys-state-withdrawn = left before it was filled
group-buys-state-waiting = waiting for others
group-buys-state-filled = filled
group-buys-state-refund_due = failed, to be refunded
group-buys-state-refunded = refunded
draws-timeline-won = Won in “{ $draw }”: { $prize }
draws-timeline-drew = Drew in “{ $draw }”
coupons-timeline-code = Typed a code and got a coupon: { $name }
coupons-timeline-claim = Took a coupon: { $name }
coupons-timeline-grant = Was given a coupon: { $name }
coupons-timeline-transfer = Got a coupon from a friend: { $name }
coupons-timeline-used = Used a coupon: { $name }
coupons-timeline-expiring = Coupon about to expire: { $name }
