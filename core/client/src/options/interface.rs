/// Which of eCall's interfaces a client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interface {
    Rest,
    Https,
}

impl Interface {
    const ALL: [Self; 2] = [Self::Rest, Self::Https];

    /// The variable of the environment that says where it is.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Rest => "ECALL_REST_URL",
            Self::Https => "ECALL_HTTPS_URL",
        }
    }

    /// Where it is. Source: REST documentation, "Base URL"; HTTPS documentation.
    pub fn url(self) -> &'static str {
        match self {
            Self::Rest => "https://rest.ecall.ch",
            Self::Https => "https://url.ecall.ch",
        }
    }

    /// The interface whose host this is: what is meant for one of them is nothing for another.
    pub fn at(host: Option<&str>) -> Option<Self> {
        let host = host?.trim_end_matches('.');
        Self::ALL.into_iter().find(|interface| interface.url().strip_prefix("https://") == Some(host))
    }
}
