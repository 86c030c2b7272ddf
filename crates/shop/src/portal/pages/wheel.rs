//! The wheel of a draw: equal fields, one a prize and one for none. Which field it stops at was decided before it turns.

use std::f64::consts::TAU;

use maud::{Markup, html};

use super::raw;

/// Whole turns before it stops.
const TURNS: f64 = 5.0;

/// Where the first line of a field's name stands, and how far the next is below it.
const TOP: f64 = 34.0;
const LINE: f64 = 10.5;
/// Half the width of a Chinese character, in the wheel's units.
const HALF: f64 = 4.8;

/// Half widths that a line has in a field of this angle, measured where the lowest line stands.
fn room(part: f64) -> usize {
    let radius = 100.0 - TOP - LINE;
    let wide = 2.0 * radius * (part / 2.0).min(TAU / 6.0).sin();
    ((wide / HALF) as usize).clamp(4, 22)
}

/// The name in at most three lines of so many half widths, cut where it does not fit; Latin words stay whole if they can.
fn lines(name: &str, most: usize) -> Vec<String> {
    let wide = |sign: char| if sign.is_ascii() { 1 } else { 2 };
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words(name) {
        let width: usize = word.chars().map(wide).sum();
        if used > 0 && used + width > most && width <= most {
            lines.push(String::new());
            used = 0;
        }
        for sign in word.chars() {
            if used + wide(sign) > most {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut().filter(|line| sign != ' ' || !line.is_empty()) {
                line.push(sign);
                used += wide(sign);
            }
        }
    }
    let cut = lines.len() > 3;
    lines.truncate(3);
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.pop();
        last.push('…');
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What stays together on a line: a Latin word or a number, otherwise each character.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for sign in name.chars() {
        let joins = sign.is_ascii() && sign != ' ';
        match words.last_mut() {
            Some(word) if joins && word.chars().all(|one| one.is_ascii() && one != ' ') => word.push(sign),
            _ => words.push(sign.to_string()),
        }
    }
    words
}

/// The wheel with these fields. `stop` lets it turn and stop at that field.
pub(super) fn wheel(fields: &[String], stop: Option<usize>, label: &str) -> Markup {
    let count = fields.len().max(2);
    let part = TAU / count as f64;
    let point = |angle: f64, radius: f64| (100.0 + radius * angle.sin(), 100.0 - radius * angle.cos());
    let mut parts = String::new();
    for (at, name) in fields.iter().enumerate() {
        let (begin, end) = (part * (at as f64 - 0.5), part * (at as f64 + 0.5));
        let ((x1, y1), (x2, y2)) = (point(begin, 92.0), point(end, 92.0));
        let large = u8::from(part > TAU / 2.0);
        parts.push_str(&format!(
            "<path class=\"field f{}\" d=\"M100 100L{x1:.2} {y1:.2}A92 92 0 {large} 1 {x2:.2} {y2:.2}z\"/>",
            at % 2
        ));
        let degrees = (part * at as f64).to_degrees();
        parts.push_str(&format!("<text transform=\"rotate({degrees:.2} 100 100)\">"));
        for (line, y) in lines(name, room(part)).iter().zip([TOP, TOP + LINE, TOP + 2.0 * LINE]) {
            let text = html! { (line) }.into_string();
            parts.push_str(&format!("<tspan x=\"100\" y=\"{y}\">{text}</tspan>"));
        }
        parts.push_str("</text>");
    }
    let turn = stop.map(|at| {
        let to = TURNS * 360.0 - (part * at as f64).to_degrees();
        format!(
            "<animateTransform attributeName=\"transform\" type=\"rotate\" from=\"0 100 100\" to=\"{to:.2} 100 100\" \
             dur=\"3.2s\" calcMode=\"spline\" keyTimes=\"0;1\" keySplines=\"0.12 0.75 0.2 1\" fill=\"freeze\"/>"
        )
    });
    html! {
        svg.wheel viewBox="0 0 200 206" role="img" aria-label=(label) {
            circle.rim cx="100" cy="100" r="97" {}
            g { (raw(parts)) (raw(turn.unwrap_or_default())) }
            circle.hub cx="100" cy="100" r="15" {}
            path.needle d="M100 20l-9-20h18z" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, room};
    use std::f64::consts::TAU;

    #[test]
    fn a_name_stands_in_its_field() {
        for (name, most, expected) in [
            ("五十积分", 12, "五十积分"),
            ("谢谢参与", 6, "谢谢参|与"),
            ("明前龙井礼盒一份", 8, "明前龙井|礼盒一份"),
            ("50 points", 8, "50|points"),
            ("A very long name indeed", 8, "A very|long|name…"),
            ("满100减20优惠券", 8, "满100减|20优惠券"),
            ("一二三四五六七八九十", 4, "一二|三四|五…"),
            ("", 8, ""),
        ] {
            assert_eq!(lines(name, most).join("|"), expected, "{name}");
        }
        for (fields, expected) in [(2, 20), (4, 16), (6, 11), (9, 7)] {
            assert_eq!(room(TAU / f64::from(fields)), expected, "{fields}");
        }
    }
}
