//! What to do about each thing that a linter finds.

use pricing::Words;

/// The cure of a finding, by its code.
pub(super) fn cure(code: &str) -> Words {
    let (zh, en) = match code {
        "below_cost" => (
            "调高价格或门槛、减少可叠加的优惠，或在促销设置中打开“不低于成本”",
            "raise the price or the threshold, let fewer offers meet, or turn “not below cost” on in the settings",
        ),
        "free_goods" => (
            "为商品设最低价、为促销设“最多优惠”，或让它与其他优惠互斥",
            "give the goods a floor price, give the promotion a most, or let it share with no other offer",
        ),
        "empty" => ("补全此项后再保存", "fill this in, then save it"),
        "never_applies" => (
            "检查日期、星期、时段、商品范围和名额，或删除这个促销",
            "look at its dates, weekdays, hours, goods and limits, or delete it",
        ),
        "always_beaten" => (
            "缩小另一个促销的范围、让这个更优惠，或不发布它",
            "narrow the other promotion, make this one cheaper, or do not publish it",
        ),
        "overlap" => (
            "确认这是你要的；否则错开时间或商品，或用优先级决定先后",
            "make sure that this is meant; else move one in time or goods apart, or set priorities",
        ),
        "gift_dearer" => (
            "提高门槛、换成更便宜的赠品，或限制份数",
            "raise the threshold, give something cheaper, or limit how often it is given",
        ),
        "unknown_level" => {
            ("改选现有的会员等级，或结束这个促销", "name levels that the programme has, or end this promotion")
        }
        "raised_before_cut" => (
            "以近 7 日最低成交价为比较基准，改写原价或划线价",
            "compare with the lowest price of the last seven days, and write that as the price before",
        ),
        "draw_incomplete" => ("补全公示内容后再发布", "complete what is published beforehand"),
        "draw_chances" => ("调低中奖概率，使其合计不超过 100%", "lower the chances until they add up to 100% at most"),
        "draw_prize_too_high" => ("换用价值更低的奖品", "choose a prize of less worth"),
        "draw_over" => ("选择将来的结束时间", "let it end later than now"),
        "draw_no_way_in" => (
            "设置免费次数或积分价；若有意如此，确认后发布",
            "give everybody a chance, or let points buy one; if it is meant so, publish it all the same",
        ),
        "draw_prize_unknown" => ("选择已发布的优惠券计划", "choose a coupon programme that is published"),
        "draw_short_coupons" => (
            "提高优惠券发放上限，或减少奖品数量",
            "let more of these coupons be issued, or lower the quantity of the prize",
        ),
        "draw_prize_off" => ("先启用它，或换一种奖品", "switch it on first, or choose another prize"),
        "draw_no_members" => {
            ("先启用会员计划，或允许所有人参与", "switch the programme on, or let everybody take part")
        }
        "unknown_segment" => {
            ("选择现有的人群，或从范围中移除它", "choose a segment that stands, or take it out of the scope")
        }
        "unknown_goods" => {
            ("核对商品编号，或从范围中移除它", "check the product's number, or take it out of the scope")
        }
        "unknown_category" => (
            "选择现有的商品分类，或从范围中移除它",
            "choose a category that products have, or take it out of the scope",
        ),
        "unknown_tag" => (
            "在商品资料中给商品打上这个标签，或改选现有的标签",
            "mark products with the tag on the products page, or choose a tag that products have",
        ),
        "unknown_channel" => (
            "选择现有店铺的渠道，或从范围中移除它",
            "choose a channel on which there is a shop, or take it out of the scope",
        ),
        "goods_left_out" => ("用模拟器单独查看其余商品", "look at the others in the simulator"),
        _ => ("按提示修改后再试", "mend it as the message says, and try again"),
    };
    Words { zh: zh.to_owned(), en: en.to_owned() }
}
