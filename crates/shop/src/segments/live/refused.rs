//! What the warehouse's refusals are to people, in both languages.

use platform::Error;
use rules::Label;
use warehouse::Refusal;

use crate::segments::language::not_computable;

/// What a refusal is to whoever wrote the rule.
pub(in crate::segments) fn refused(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Cancelled => Error::new(503, "question_cancelled"),
        Refusal::TooLarge { limit, .. } => Error::new(422, "answer_too_large").arg("limit", limit.to_string()),
        Refusal::InUse { .. } => Error::conflict("segment_in_use"),
        Refusal::Circular(_) => Error::invalid("rule", "circular"),
        other => not_computable(said(other)),
    }
}

/// A refusal in words that say what to do. What no rule of a shop can come to stays in the warehouse's own.
pub(super) fn said(refusal: &Refusal) -> Label {
    let (zh, en) = match refusal {
        Refusal::UnknownAttribute(name) => (
            format!("没有叫“{name}”的属性，它可能已归档或删除；请从条件目录里另选一个"),
            format!("no attribute is called “{name}”: it may have been put away or deleted; pick another one"),
        ),
        Refusal::UnknownKind(name) => (
            format!("没有叫“{name}”的行为；请从条件目录里另选一个"),
            format!("no behaviour is called “{name}”; pick another one"),
        ),
        Refusal::UnknownProperty { kind, property } => (
            format!("行为“{kind}”没有叫“{property}”的属性；请从条件目录里另选一个"),
            format!("the behaviour “{kind}” has no property “{property}”; pick another one"),
        ),
        Refusal::UnknownSet(name) => (
            format!("没有叫“{name}”的人群、名单或分组，它可能已删除；请另选一个"),
            format!("there is no segment, list or group called “{name}”: it may have been deleted; pick another one"),
        ),
        Refusal::UnknownSegment(_) => (
            "它引用的另一个人群现在算不出来；请先改好那个人群".to_owned(),
            "a segment that it names cannot be computed at present; mend that one first".to_owned(),
        ),
        Refusal::Circular(_) => (
            "它绕了一圈又引用了自己；请从它引用的人群里去掉一个".to_owned(),
            "it would depend on itself; take it out of one of the segments that it names".to_owned(),
        ),
        Refusal::WrongTest { name, .. } => (
            format!("“{name}”不能这样比较；请换一种比较方式"),
            format!("“{name}” cannot be asked so; compare it otherwise"),
        ),
        other => (other.to_string(), other.to_string()),
    };
    Label { zh, en }
}
