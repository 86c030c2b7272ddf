//! The signature of the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`, in base 64, after `v1,`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac as _};
use platform::Error;
use sha2::Sha256;

/// What a secret begins with.
pub(super) const MARK: &str = "whsec_";

/// A secret of these 24 random bytes.
#[must_use]
pub(super) fn secret(bytes: &[u8]) -> String {
    format!("{MARK}{}", BASE64.encode(bytes))
}

/// The value of `webhook-signature`. `timestamp` is seconds since the epoch.
///
/// # Errors
/// When the secret is none.
pub(super) fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<String, Error> {
    let key = secret.strip_prefix(MARK).and_then(|text| BASE64.decode(text).ok());
    let key = key.ok_or_else(|| Error::internal("a webhook's secret cannot be read"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::internal)?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())))
}
