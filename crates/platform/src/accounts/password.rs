//! Passwords: their rules, hashing, checking.

use std::fmt;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::{Chance, Personal};

/// Memory of one hash, KiB.
const MEMORY: u32 = 19_456;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Letters of a password at least.
pub const SHORTEST: usize = 10;
/// Letters of a password at most: hashing must not become a way to keep the machine busy.
const LONGEST: usize = 128;
/// Hashes at work at once in this process, so that a flood of sign-ins cannot take the machine's memory.
static ROOM: Semaphore = Semaphore::const_new(2);

/// What people choose first and attackers try first, of those long enough to pass the length rule.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "123456789a",
    "a123456789",
    "1234567891",
    "9876543210",
    "0987654321",
    "1q2w3e4r5t",
    "qwertyuiop",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "iloveyou12",
    "abcdefghij",
    "abcd123456",
    "qwerty1234",
    "qwerty12345",
    "1qaz2wsx3edc",
    "asdfghjkl1",
    "zxcvbnm123",
    "admin12345",
    "admin123456",
    "administrator",
    "letmein123",
    "welcome123",
    "welcome1234",
    "woaini1314",
    "woaini5201314",
    "5201314520",
    "1314520520",
    "taobao1234",
    "taobao123456",
    "regulars123",
    "changeme123",
    "qq123456789",
    "aa123456789",
    "wang123456",
    "zhang123456",
];

/// A password that was hashed: what the database keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash(pub(super) String);

impl Hash {
    /// A hash that no password has, for an account that nobody signs in to.
    #[must_use]
    pub fn unusable() -> Self {
        Self("!".to_owned())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Checks `password` against the rules and hashes it. `login` is whose it will be; `field` is what the request calls it.
///
/// The rules: 10 to 128 letters, not one letter repeated, not among those that everybody tries, not holding the login.
///
/// # Errors
/// `invalid` naming `field` with `too_short`, `too_long` or `too_easy`.
pub async fn hash(chance: &Chance, field: &'static str, login: &str, password: &Personal) -> Result<Hash, Error> {
    judge(login, password.expose()).map_err(|code| refused(field, code))?;
    let mut salt = [0_u8; 16];
    chance.fill(&mut salt)?;
    let password = password.clone();
    let _room = ROOM.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt).map_err(|cause| Error::internal(cause.to_string()))?;
        let hash = hasher()?
            .hash_password(password.expose().as_bytes(), &salt)
            .map_err(|cause| Error::internal(cause.to_string()))?;
        Ok(Hash(hash.to_string()))
    })
    .await
    .map_err(Error::internal)?
}

/// Whether `password` is the one that was hashed. With no hash to compare, the same time is spent on a made-up one, so
/// that an answer does not tell whether the login exists.
pub(super) async fn check(hash: Option<Hash>, password: &Personal) -> Result<bool, Error> {
    if password.expose().chars().count() > LONGEST {
        return Ok(false);
    }
    let password = password.clone();
    let _room = ROOM.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        let exists = hash.is_some();
        let text = match hash {
            Some(Hash(text)) => text,
            None => {
                let salt = SaltString::encode_b64(&[7; 16]).map_err(|cause| Error::internal(cause.to_string()))?;
                let made_up = hasher()?.hash_password(password.expose().as_bytes(), &salt);
                made_up.map_err(|cause| Error::internal(cause.to_string()))?.to_string()
            }
        };
        if !exists {
            return Ok(false);
        }
        let Ok(parsed) = PasswordHash::new(&text) else { return Ok(false) };
        Ok(hasher()?.verify_password(password.expose().as_bytes(), &parsed).is_ok())
    })
    .await
    .map_err(Error::internal)?
}

fn hasher() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|cause| Error::internal(cause.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Says what a password should be.
fn refused(field: &'static str, code: &'static str) -> Error {
    let error = Error::invalid(field, code);
    if code == "too_short" { error.arg("least", SHORTEST.to_string()) } else { error }
}

fn judge(login: &str, password: &str) -> Result<(), &'static str> {
    let letters = password.chars().count();
    if letters < SHORTEST {
        return Err("too_short");
    }
    if letters > LONGEST {
        return Err("too_long");
    }
    let folded = password.to_lowercase();
    let repeated = folded.chars().next().is_some_and(|first| folded.chars().all(|letter| letter == first));
    let login = login.trim().to_lowercase();
    let tells_login = login.chars().count() >= 4 && folded.contains(&login);
    if repeated || tells_login || COMMON.contains(&folded.as_str()) {
        return Err("too_easy");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{CATALOGUES, I18n, Locale};

    #[test]
    fn easy_passwords_are_refused() {
        for (login, password, expected) in [
            ("mei", "short", Err("too_short")),
            ("mei", "九个汉字不够长的呀", Err("too_short")),
            ("mei", "十个汉字就足够长了吧", Ok(())),
            ("mei", "aaaaaaaaaaaa", Err("too_easy")),
            ("mei", "Password123", Err("too_easy")),
            ("wangmei", "wangMei2026", Err("too_easy")),
            ("mei", "mei likes green tea", Ok(())),
            ("mei", &"x1".repeat(65), Err("too_long")),
        ] {
            assert_eq!(judge(login, password), expected, "{password}");
        }
    }

    #[test]
    fn a_short_password_is_told_how_long_it_must_be() {
        let i18n = I18n::new(CATALOGUES).unwrap();
        let error = refused("password", "too_short");
        let args: Vec<_> = error.outside().args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        for (locale, said) in [(Locale::ZhCn, "至少要 10 个字符"), (Locale::En, "must have at least 10 characters")]
        {
            assert_eq!(i18n.text(locale, "fault-too_short", &args), said);
        }
        assert!(refused("password", "too_easy").outside().args.is_empty());
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_nothing_shows_it() {
        let chance = Chance::seeded(1);
        let password = Personal::new("green tea in spring");
        let first = hash(&chance, "password", "mei", &password).await.unwrap();
        let second = hash(&chance, "password", "mei", &password).await.unwrap();
        assert!(first.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", first.0);
        assert_ne!(first, second);
        assert_eq!(format!("{first:?}"), "***");
        assert!(check(Some(first.clone()), &password).await.unwrap());
        assert!(!check(Some(first), &Personal::new("green tea in winter")).await.unwrap());
        assert!(!check(None, &password).await.unwrap());
    }
}
