//! A client that keeps cookies, as a browser does.

/// A client of its own. The program speaks plain HTTP in tests, yet the library wants to know who would reckon for TLS.
pub(crate) fn browser() -> reqwest::Client {
    // Refused only when another test of this process provided one before: then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().cookie_store(true).build().unwrap()
}
