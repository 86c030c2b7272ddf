//! The shop's colour and the shades that pages are painted with, so that text stays readable on any of them. Pure.

use std::fmt;

/// A colour of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const INK: Colour = Colour { red: 28, green: 27, blue: 25 };
/// What pages lie on by day, and boxes by night: `--ground` and `--paper` of the style sheet.
const GROUND: Colour = Colour { red: 246, green: 245, blue: 242 };
const NIGHT: Colour = Colour { red: 24, green: 24, blue: 27 };
/// What WCAG asks of text beside its ground.
const READABLE: f64 = 4.5;

impl Colour {
    /// Reads `#2F7D6B` or `2f7d6b`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Without `#`, for an address.
    pub(super) fn digits(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }

    /// This much of `other` in it, per cent.
    fn with(self, percent: u16, other: Self) -> Self {
        let mix = |own: u8, its: u8| {
            let sum = u16::from(own) * (100 - percent) + u16::from(its) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }

    fn light(self) -> f64 {
        let linear = |part: u8| {
            let share = f64::from(part) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// How well one is read on the other, 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.light(), other.light());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest shade towards `to` that is read on each of the grounds.
    fn readable(self, grounds: &[Self], to: Self) -> Self {
        let read = |shade: &Self| grounds.iter().all(|ground| shade.contrast(*ground) >= READABLE);
        (0..=100).step_by(4).map(|percent| self.with(percent, to)).find(read).unwrap_or(to)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

/// The shades as the style sheet's variables, by day and by night.
pub(super) fn variables(colour: Colour) -> String {
    let black = Colour { red: 0, green: 0, blue: 0 };
    let on = |ground: Colour| if WHITE.contrast(ground) >= 3.0 { WHITE } else { INK };
    // The card goes from the colour into a deeper one; what stands on it is read on both ends.
    let deep = if on(colour) == WHITE { colour.with(38, black) } else { colour.with(18, WHITE) };
    let (soft, soft_by_night) = (colour.with(90, WHITE), NIGHT.with(16, colour));
    let day = [
        ("brand", colour),
        ("deep", deep),
        ("on", on(colour)),
        ("text", colour.readable(&[soft, GROUND], black)),
        ("button", if on(colour) == WHITE { colour.readable(&[WHITE], black) } else { colour }),
        ("soft", soft),
        ("line", colour.with(72, WHITE)),
    ];
    let dark = [
        ("text", colour.readable(&[soft_by_night, NIGHT], WHITE)),
        ("soft", soft_by_night),
        ("line", NIGHT.with(36, colour)),
    ];
    let say = |shades: &[(&str, Colour)]| -> String {
        shades.iter().map(|(name, shade)| format!("--{name}:{shade};")).collect()
    };
    format!(":root{{{}}}@media(prefers-color-scheme:dark){{:root{{{}}}}}", say(&day), say(&dark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        for (text, expected) in [
            ("#2f7d6b", Some("#2F7D6B")),
            ("FFcc00", Some("#FFCC00")),
            ("#fff", None),
            ("#2f7d6g", None),
            ("red; } body {", None),
            ("", None),
        ] {
            assert_eq!(Colour::read(text).map(|one| one.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn text_in_any_colour_is_readable() {
        for step in 0..16_u32 {
            for other in 0..16_u32 {
                let text = format!("{:02X}{:02X}{:02X}", step * 17, other * 17, (step * other) % 256);
                let colour = Colour::read(&text).unwrap();
                let sheet = variables(colour);
                let of = |name: &str, at: usize| {
                    let rest = sheet.match_indices(&format!("--{name}:")).nth(at).unwrap().0 + name.len() + 3;
                    Colour::read(&sheet[rest..rest + 7]).unwrap()
                };
                for (ground, name) in [(WHITE, "a box"), (GROUND, "the page"), (of("soft", 0), "a tint")] {
                    assert!(of("text", 0).contrast(ground) >= READABLE, "{text} on {name} by day");
                }
                for (ground, name) in [(NIGHT, "a box"), (of("soft", 1), "a tint")] {
                    assert!(of("text", 1).contrast(ground) >= READABLE, "{text} on {name} by night");
                }
                assert!(of("on", 0).contrast(colour) >= 3.0, "{text} on the card");
                assert!(of("on", 0).contrast(of("deep", 0)) >= 3.0, "{text} on the card's other end");
                assert!(of("on", 0).contrast(of("button", 0)) >= 3.0, "{text} on a button");
            }
        }
    }
}
