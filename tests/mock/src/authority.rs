//! The certificate authority of one run and the certificates of its listeners.

use std::error::Error;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{CipherSuite, ServerConfig, SupportedProtocolVersion};
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

const CHACHA20: [CipherSuite; 2] =
    [CipherSuite::TLS13_CHACHA20_POLY1305_SHA256, CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256];

/// What a listener shows as its certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Certificate {
    /// A leaf for `localhost`, `127.0.0.1` and `::1`, signed by the run's authority.
    #[default]
    Valid,
    /// The same leaf, signed by an authority that nobody knows.
    UnknownCa,
    /// A leaf for another host.
    WrongHost,
    /// A leaf that ended yesterday.
    Expired,
    /// No TLS at all.
    None,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum TlsVersion {
    #[serde(rename = "1.2")]
    Tls12,
    #[serde(rename = "1.3")]
    Tls13,
}

impl TlsVersion {
    fn protocol(self) -> &'static SupportedProtocolVersion {
        match self {
            Self::Tls12 => &rustls::version::TLS12,
            Self::Tls13 => &rustls::version::TLS13,
        }
    }
}

/// A certificate authority, made anew for every run.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    provider: Arc<CryptoProvider>,
}

impl Authority {
    /// The authority that clients of this run are told to trust.
    pub(crate) fn new(chacha20: bool) -> Result<Self, rcgen::Error> {
        let mut provider = rustls::crypto::ring::default_provider();
        if chacha20 {
            provider.cipher_suites.retain(|suite| CHACHA20.contains(&suite.suite()));
        }
        Self::named("ecall-mock authority", Arc::new(provider))
    }

    fn named(name: &str, provider: Arc<CryptoProvider>) -> Result<Self, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, name);
        let now = OffsetDateTime::now_utc();
        params.not_before = now - Duration::days(2);
        params.not_after = now + Duration::days(366);
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem, provider })
    }

    /// The authority's own certificate, which a client has to trust.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// The configuration of a listener that shows `certificate` and offers `alpn`; none for [`Certificate::None`].
    /// `version` is the only one spoken, if given.
    pub(crate) fn server_config(
        &self,
        certificate: Certificate,
        version: Option<TlsVersion>,
        alpn: &[String],
    ) -> Result<Option<Arc<ServerConfig>>, Box<dyn Error + Send + Sync>> {
        let (leaf, key) = match certificate {
            Certificate::None => return Ok(None),
            Certificate::UnknownCa => {
                Self::named("unknown authority", self.provider.clone())?.leaf(certificate)?
            }
            _ => self.leaf(certificate)?,
        };
        let versions = match version {
            Some(version) => &[version.protocol()],
            None => rustls::DEFAULT_VERSIONS,
        };
        let mut config = ServerConfig::builder_with_provider(self.provider.clone())
            .with_protocol_versions(versions)?
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone()],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
            )?;
        config.alpn_protocols = alpn.iter().map(|name| name.clone().into_bytes()).collect();
        Ok(Some(Arc::new(config)))
    }

    fn leaf(&self, certificate: Certificate) -> Result<(rcgen::Certificate, KeyPair), rcgen::Error> {
        let names = match certificate {
            Certificate::WrongHost => vec!["wrong-host.example".to_owned()],
            _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()],
        };
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name.push(DnType::CommonName, "ecall-mock");
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let now = OffsetDateTime::now_utc();
        params.not_before = now - Duration::days(2);
        params.not_after = match certificate {
            Certificate::Expired => now - Duration::days(1),
            _ => now + Duration::days(365),
        };
        let key = KeyPair::generate()?;
        Ok((params.signed_by(&key, &self.issuer)?, key))
    }
}
