/// Which of eCall's interfaces a client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interface {
    Rest,
    Https,
    Soap,
    Smpp,
}

impl Interface {
    const ALL: [Self; 4] = [Self::Rest, Self::Https, Self::Soap, Self::Smpp];

    /// The variable of the environment that says where it is.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Rest => "ECALL_REST_URL",
            Self::Https => "ECALL_HTTPS_URL",
            Self::Soap => "ECALL_SOAP_URL",
            Self::Smpp => "ECALL_SMPP_URL",
        }
    }

    /// Where it is. Source: REST documentation, "Base URL"; HTTPS, SOAP and SMPP documentation.
    pub fn url(self) -> &'static str {
        match self {
            Self::Rest => "https://rest.ecall.ch",
            Self::Https => "https://url.ecall.ch",
            Self::Soap => "https://soap.ecall.ch",
            Self::Smpp => "smpps://smpp.ecall.ch:2776",
        }
    }

    /// The scheme of its URLs over TLS, and the one without.
    pub fn schemes(self) -> [&'static str; 2] {
        match self {
            Self::Rest | Self::Https | Self::Soap => ["https", "http"],
            Self::Smpp => ["smpps", "smpp"],
        }
    }

    fn host(self) -> &'static str {
        let (_, place) = self.url().split_once("://").unwrap_or_default();
        place.split(':').next().unwrap_or_default()
    }

    /// The interface whose host this is: what is meant for one of them is nothing for another.
    pub fn at(host: Option<&str>) -> Option<Self> {
        let host = host?.trim_end_matches('.');
        Self::ALL.into_iter().find(|interface| interface.host() == host)
    }
}
