//! The page somebody had opened before she was sent to sign in or to join: remembered in her browser, and where she goes when
//! she is in.
//!
//! Only a page of the portal is ever remembered or gone to, so that no link that looks like ours leads elsewhere; the cookie
//! is read as distrustfully as an address. What is on the page is decided by the page: it sends again whoever may not see it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

/// How long a page is remembered, seconds: an hour.
pub(super) const REMEMBERED: i64 = 3_600;
/// Bytes of an address that is remembered.
const LONGEST: usize = 512;
/// Pages of the way in itself, to which nobody goes back.
const DOORS: [&str; 5] = ["/my/sign-in", "/my/sign-out", "/my/code", "/my/join", "/my/which"];

/// The address is one of our pages', written as addresses are.
pub(super) fn ours(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or(address);
    // A browser reads a dot that is written as a number as a dot.
    let dotted = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    let plain = address.len() <= LONGEST && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && (path == "/my" || path.starts_with("/my/")) && !path.split('/').any(dotted)
}

/// What the cookie says of a page; nothing when it is none to go back to.
pub(super) fn kept(address: &str) -> Option<String> {
    let address = still(address);
    let path = address.split('?').next()?;
    (ours(&address) && path != "/my" && !DOORS.contains(&path)).then(|| BASE64.encode(&address))
}

/// The page that a cookie says.
pub(super) fn read(cookie: &str) -> Option<String> {
    let address = String::from_utf8(BASE64.decode(cookie).ok()?).ok()?;
    // What we would not have written is nothing to us.
    (kept(&address).as_deref() == Some(cookie)).then_some(address)
}

/// The page with `done` said above it.
pub(super) fn with(address: &str, done: &str) -> String {
    let between = if address.contains('?') { '&' } else { '?' };
    format!("{address}{between}done={done}")
}

/// The address without what was said above its page: that was said once.
fn still(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|part| !part.starts_with("done=") && !part.is_empty()).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        for (address, expected) in [
            ("/my/coupons?code=ABC", Some("/my/coupons?code=ABC")),
            ("/my/g/K7", Some("/my/g/K7")),
            ("/my/coupons?done=coupon&code=A", Some("/my/coupons?code=A")),
            ("/my/profile?done=saved", Some("/my/profile")),
            ("/my", None),
            ("/my?done=joined", None),
            ("/my/sign-in?done=out", None),
            ("/my/code", None),
            ("/mystery", None),
            ("//evil.example", None),
            ("https://evil.example/my/", None),
            ("/my/../api/v1/customers", None),
            ("/my/%2e%2E/api/v1/customers", None),
            ("/my/.%2E/api/v1/customers", None),
            ("/my/%2e/coupons", None),
            ("/my/\\evil.example", None),
            ("/my/coupons?code=A\r\nSet-Cookie: a=b", None),
            ("/my/券", None),
        ] {
            assert_eq!(kept(address).and_then(|cookie| read(&cookie)).as_deref(), expected, "{address}");
        }
        let forged = |address: &str| BASE64.encode(address);
        for address in ["https://evil.example/", "//evil.example", "/my/sign-in", "/my/x?done=saved"] {
            assert_eq!(read(&forged(address)), None, "{address}");
        }
        assert_eq!(read("%%%"), None);
        assert_eq!(kept(&format!("/my/coupons?code={}", "A".repeat(LONGEST))), None);
        assert_eq!(with("/my/g/K7", "joined"), "/my/g/K7?done=joined");
        assert_eq!(with("/my/coupons?code=A", "joined"), "/my/coupons?code=A&done=joined");
    }
}
