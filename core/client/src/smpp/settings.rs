//! Options made complete: defaults filled in, every rule checked, all problems told at once.

use std::ops::RangeInclusive;
use std::time::Duration;

use ecall_codec::smpp::{Bind, Body, EncodeOptions, InterfaceVersion, Pdu, RegisteredDelivery, Str};
use ecall_codec::text::Reference;
use ecall_codec::text::reassemble::Limits as Reassembly;
use secrecy::ExposeSecret;

use super::options::{
    BindMode, DefaultAlphabet, DestinationPrefix, FlashForm, LongMessage, Receipts, SmppOptions,
};
use super::problem::field_error;
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::{Interface, Options, Problems, Settings, millis};

const WINDOW: RangeInclusive<u32> = 1..=10_000;
const EVENTS: RangeInclusive<u32> = 1..=1_000_000;
const REASSEMBLY: RangeInclusive<u32> = 1..=100_000;
const RECEIPTS: RangeInclusive<u32> = 0..=10_000_000;
/// The most messages a second that can be asked for; the least is one in a day.
const RATES: RangeInclusive<f64> = 1.0 / 86_400.0..=1_000_000.0;
/// Where the service listens. Source: documentation of the SMPP interface.
const PORT: u16 = 2776;

/// How messages are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    pub long_message: LongMessage,
    pub default_alphabet: DefaultAlphabet,
    pub registered_delivery: RegisteredDelivery,
    pub destination_prefix: DestinationPrefix,
    pub flash_form: FlashForm,
}

impl Writing {
    /// How long the reference of the parts is.
    pub fn reference(&self) -> Reference {
        match self.long_message {
            LongMessage::Udh16 => Reference::Bits16,
            LongMessage::Udh8 | LongMessage::Sar | LongMessage::Payload => Reference::Bits8,
        }
    }
}

#[derive(Debug)]
pub(crate) struct SmppSettings {
    pub common: Settings,
    pub host: String,
    pub port: u16,
    pub bind_mode: BindMode,
    pub window: usize,
    pub rate: Option<f64>,
    pub response_timeout: Duration,
    pub enquire_link_interval: Duration,
    pub bind_timeout: Duration,
    pub reconnect_initial: Duration,
    pub reconnect_max: Duration,
    pub refused_bind_interval: Duration,
    pub writing: Writing,
    pub system_type: String,
    pub address_range: String,
    pub event_buffer: usize,
    pub reassembly: Reassembly,
    pub receipt_memory: usize,
}

impl SmppSettings {
    /// Completes options; `env` looks a variable up.
    pub fn resolve(
        options: Options,
        smpp: SmppOptions,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let mut problems = Problems::default();
        if options.proxy.is_some() {
            problems.add("proxy", "unsupported", "is not possible here: SMPP is spoken without a proxy");
        }
        let options = Options { allow_plain_http: smpp.allow_plain_smpp, proxy: None, ..options };
        let common = Settings::resolve(Interface::Smpp, options, env);

        let mut within = |name: &str, given: Option<u32>, default: u32, range: RangeInclusive<u32>| {
            let value = given.unwrap_or(default);
            if !range.contains(&value) {
                problems.add(name, "range", &format!("must be from {} to {}", range.start(), range.end()));
            }
            value as usize
        };
        let window = within("window", smpp.window, 10, WINDOW);
        let event_buffer = within("event_buffer", smpp.event_buffer, 10_000, EVENTS);
        let reassembly_limit = within("reassembly_limit", smpp.reassembly_limit, 1000, REASSEMBLY);
        let receipt_memory = within("receipt_memory", smpp.receipt_memory, 100_000, RECEIPTS);
        if smpp.rate.is_some_and(|rate| !RATES.contains(&rate)) {
            problems.add("rate", "range", "must be from one in a day (1/86400) to a million a second");
        }
        let response_timeout = problems.time("response_timeout_ms", smpp.response_timeout_ms, 30_000);
        let enquire_link_interval =
            problems.time("enquire_link_interval_ms", smpp.enquire_link_interval_ms, 30_000);
        let bind_timeout = problems.time("bind_timeout_ms", smpp.bind_timeout_ms, 30_000);
        let reconnect_initial = problems.time("reconnect_initial_ms", smpp.reconnect_initial_ms, 500);
        let reconnect_max = problems.time("reconnect_max_ms", smpp.reconnect_max_ms, 30_000);
        let refused_bind_interval =
            problems.time("refused_bind_interval_ms", smpp.refused_bind_interval_ms, 300_000);
        let reassembly_timeout = problems.time("reassembly_timeout_ms", smpp.reassembly_timeout_ms, 600_000);

        let credentials = common
            .as_ref()
            .ok()
            .map(|common| (common.username.as_str(), common.password.expose_secret().as_bytes()));
        let (name, password) = credentials.unwrap_or(("name", b"password"));
        let system_type = smpp.system_type.unwrap_or_default();
        let address_range = smpp.address_range.unwrap_or_default();
        let bind = Bind {
            password: password.into(),
            system_type: system_type.as_str().into(),
            address_range: address_range.as_str().into(),
            ..Bind::new(name, "")
        };
        let long_credentials = smpp.allow_long_credentials.unwrap_or(true);
        check_bind(bind, long_credentials, &mut problems);

        let receipts = match smpp.registered_delivery.unwrap_or_default() {
            Receipts::None => RegisteredDelivery::NONE,
            Receipts::All => RegisteredDelivery::RECEIPT,
            Receipts::Failure => RegisteredDelivery::FAILURE,
        };
        let registered_delivery = match smpp.intermediate_notifications {
            Some(true) => receipts.with_intermediate(),
            _ => receipts,
        };
        let common = problems.with(common)?;
        let url = &common.base_url;
        if !matches!(url.path(), "" | "/") {
            let problem = FieldError::new("base_url", "format", "must be a host and a port alone");
            return Err(Error::fields(Kind::Config, Outcome::NotApplicable, vec![problem]));
        }
        Ok(Self {
            // Without the brackets that an address of IPv6 has in a URL.
            host: url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(PORT),
            bind_mode: smpp.bind_mode.unwrap_or_default(),
            rate: smpp.rate,
            writing: Writing {
                long_message: smpp.long_message.unwrap_or_default(),
                default_alphabet: smpp.default_alphabet.unwrap_or_default(),
                registered_delivery,
                destination_prefix: smpp.destination_prefix.unwrap_or_default(),
                flash_form: smpp.flash_form.unwrap_or_default(),
            },
            reassembly: Reassembly {
                max_open: reassembly_limit,
                timeout_ms: millis(reassembly_timeout),
                ..Reassembly::default()
            },
            window,
            response_timeout,
            enquire_link_interval,
            bind_timeout,
            reconnect_initial,
            reconnect_max,
            refused_bind_interval,
            system_type,
            address_range,
            event_buffer,
            receipt_memory,
            common,
        })
    }

    /// Whether TLS is spoken.
    pub fn is_tls(&self) -> bool {
        self.common.base_url.scheme() == "smpps"
    }

    /// The PDU that opens a session.
    pub fn bind(&self, sequence: u32) -> Result<Vec<u8>> {
        let bind = Bind {
            password: self.common.password.expose_secret().as_bytes().into(),
            system_type: self.system_type.as_str().into(),
            address_range: self.address_range.as_str().into(),
            interface_version: InterfaceVersion::V34,
            system_id: Str::from(self.common.username.as_str()),
            ..Bind::default()
        };
        let body = match self.bind_mode {
            BindMode::Transceiver => Body::BindTransceiver(bind),
            BindMode::Transmitter => Body::BindTransmitter(bind),
            BindMode::Receiver => Body::BindReceiver(bind),
        };
        let mut octets = Vec::new();
        Pdu::new(sequence, body)
            .encode_with(&EncodeOptions { long_credentials: true }, &mut octets)
            .map_err(|problem| Error::new(Kind::Internal, Outcome::NotApplicable, problem.to_string()))?;
        Ok(octets)
    }

    /// Whether name or password are longer than their fields. Source: S34, 5.2.1 and 5.2.2.
    pub fn has_long_credentials(&self) -> bool {
        self.common.username.len() > 15 || self.common.password.expose_secret().len() > 8
    }
}

/// Adds what keeps a bind from being written, in the names of the options.
fn check_bind(bind: Bind<'_>, long_credentials: bool, problems: &mut Problems) {
    let written = Pdu::new(1, Body::BindTransceiver(bind))
        .encode_with(&EncodeOptions { long_credentials }, &mut Vec::new());
    for problem in written.err().into_iter().flat_map(|error| error.problems) {
        let field = if problem.at.field == "system_id" { "username" } else { problem.at.field };
        problems.push(field_error(field, problem.rule, true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(options: Options, smpp: SmppOptions) -> Result<SmppSettings> {
        SmppSettings::resolve(options, smpp, |_| None)
    }

    fn sound() -> Options {
        Options::new().username("u").password("p")
    }

    fn problems(options: Options, smpp: SmppOptions) -> Vec<(String, String)> {
        let error = resolve(options, smpp).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Config, Outcome::NotApplicable));
        let fields = error.details().fields.iter();
        fields.map(|problem| (problem.field.clone(), problem.rule.to_string())).collect()
    }

    #[test]
    fn defaults_are_the_documented_ones() {
        let settings = resolve(sound(), SmppOptions::new()).unwrap();
        assert_eq!((settings.host.as_str(), settings.port, settings.is_tls()), ("smpp.ecall.ch", 2776, true));
        assert_eq!((settings.window, settings.rate, settings.bind_mode), (10, None, BindMode::Transceiver));
        let seconds = Duration::from_secs;
        assert_eq!(settings.response_timeout, seconds(30));
        assert_eq!((settings.enquire_link_interval, settings.bind_timeout), (seconds(30), seconds(30)));
        assert_eq!(settings.refused_bind_interval, seconds(300));
        assert_eq!(settings.writing.registered_delivery, RegisteredDelivery::RECEIPT);
        assert_eq!((settings.event_buffer, settings.receipt_memory), (10_000, 100_000));
    }

    #[test]
    fn the_variable_of_this_interface_counts() {
        let env = |name: &str| (name == "ECALL_SMPP_URL").then(|| "smpps://[::1]:4000".to_owned());
        let settings = SmppSettings::resolve(sound(), SmppOptions::new(), env).unwrap();
        assert_eq!((settings.host.as_str(), settings.port), ("::1", 4000));
    }

    #[test]
    fn plain_smpp_is_for_this_machine_or_asked_for_by_name() {
        let at = |url: &str| sound().base_url(url);
        for url in ["smpp://127.0.0.1:1", "smpp://localhost", "smpp://[::1]:2", "smpps://centre.example"] {
            assert!(resolve(at(url), SmppOptions::new()).is_ok(), "{url}");
        }
        let far = "smpp://centre.example:2775";
        assert_eq!(problems(at(far), SmppOptions::new()), [("base_url".to_owned(), "tls".to_owned())]);
        assert!(!resolve(at(far), SmppOptions::new().allow_plain_smpp(true)).unwrap().is_tls());
        for (url, rule) in [
            ("https://rest.ecall.ch", "format"),
            ("smpps://rest.ecall.ch", "interface"),
            ("smpps://u:p@centre.example", "format"),
            ("smpps://centre.example/path", "format"),
            ("smpps:centre.example", "format"),
        ] {
            let found = problems(at(url), SmppOptions::new());
            assert!(
                found.iter().any(|(field, found)| field == "base_url" && found == rule),
                "{url}: {found:?}"
            );
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let smpp = SmppOptions::new().window(0).rate(0.0).event_buffer(0).system_type("much too long for it");
        let found = problems(Options::new().password("p").proxy("http://proxy.example"), smpp);
        let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["username", "proxy", "window", "event_buffer", "rate", "system_type"]);
        assert!(SmppOptions::from_json(serde_json::json!({"windows": 1})).is_err());
        let json = serde_json::json!({"window": 5, "long_message": "sar", "default_alphabet": "latin1"});
        let settings = resolve(sound(), SmppOptions::from_json(json).unwrap()).unwrap();
        assert_eq!((settings.window, settings.writing.long_message), (5, LongMessage::Sar));
    }

    #[test]
    fn long_credentials_are_written_unless_forbidden() {
        let options = || Options::new().username("a name of 21 letters ").password("0123456789");
        let settings = resolve(options(), SmppOptions::new()).unwrap();
        assert!(settings.has_long_credentials());
        assert_eq!(settings.bind(1).unwrap()[16..49], *b"a name of 21 letters \x000123456789\0");
        let error = resolve(options(), SmppOptions::new().allow_long_credentials(false)).unwrap_err();
        let fields: Vec<_> =
            error.details().fields.iter().map(|one| (one.field.as_str(), one.length, one.limit)).collect();
        assert_eq!(fields, [("username", Some(21), Some(15)), ("password", Some(10), Some(8))]);
        assert!(!error.to_string().contains("0123456789"));
        assert!(!format!("{settings:?}").contains("0123456789"));
    }
}
