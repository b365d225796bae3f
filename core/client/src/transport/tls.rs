use std::path::Path;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};

use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::Settings;

/// The TLS configuration of a client: TLS 1.2 and 1.3, an explicit provider, the roots of `ca_file`, else of the
/// platform, else the bundled ones. Always checks the host name.
pub(crate) fn tls_config(settings: &Settings) -> Result<ClientConfig> {
    let provider = Arc::new(provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|problem| Error::new(Kind::Internal, Outcome::NotApplicable, problem.to_string()))?;
    let builder = match &settings.ca_file {
        Some(path) => builder.with_root_certificates(read_roots(path)?),
        None => match rustls_platform_verifier::Verifier::new(provider) {
            Ok(verifier) => builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)),
            Err(_) => builder.with_root_certificates(bundled_roots()),
        },
    };
    let mut config = builder.with_no_client_auth();
    // hyper-rustls leaves the ALPN of a configuration that it was given as it is.
    if settings.http2 {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

#[cfg(not(any(feature = "ring", feature = "aws-lc")))]
compile_error!("ecall needs a provider of cryptography: one of the features `ring` and `aws-lc`");

#[cfg(feature = "ring")]
fn provider() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}

#[cfg(all(feature = "aws-lc", not(feature = "ring")))]
fn provider() -> CryptoProvider {
    rustls::crypto::aws_lc_rs::default_provider()
}

/// Random bytes nobody can guess, and no other process has: also the child of a fork draws its own.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    provider().secure_random.fill(&mut bytes).map_err(|_| {
        Error::new(Kind::Internal, Outcome::NotAccepted, "the system gives no random numbers")
    })?;
    Ok(bytes)
}

/// For images that have no certificate store.
fn bundled_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

fn read_roots(path: &Path) -> Result<RootCertStore> {
    let refuse = |rule, message: String| {
        let problem = FieldError::new("ca_file", rule, message);
        Error::fields(Kind::Config, Outcome::NotApplicable, vec![problem])
    };
    let text =
        std::fs::read(path).map_err(|problem| refuse("readable", format!("cannot be read: {problem}")))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&text) {
        let certificate =
            certificate.map_err(|_| refuse("format", "holds PEM that cannot be read".to_owned()))?;
        roots
            .add(certificate)
            .map_err(|_| refuse("format", "holds a certificate that cannot be trusted".to_owned()))?;
    }
    if roots.is_empty() {
        return Err(refuse("format", "holds no certificate in PEM".to_owned()));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::bundled_roots;

    #[test]
    fn there_are_roots_where_the_machine_has_none() {
        assert!(bundled_roots().len() > 50);
    }
}
