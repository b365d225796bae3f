//! Reading one request and choosing its prepared answer.

/// What a request asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Job {
    /// `POST /api/v2/message`: a message result with an id of its own.
    Send,
    /// `POST /Api/Sms` with the credentials in the form: the code of an accepted job.
    SendForm,
    /// `POST /eCall.asmx`, `SendSMSBasic` in SOAP 1.1 with the credentials in the envelope: the same code.
    SendSoap,
    /// `GET /api/v2/message/{id}`: a status.
    Status,
    /// Without credentials, or on another path.
    Refuse,
}

/// What the bytes received so far amount to.
pub(crate) enum Read<'a> {
    /// More bytes are needed.
    Incomplete,
    /// This is not HTTP, or not the part of it that is served here.
    Unusable,
    /// A whole request, `used` bytes long.
    Request { job: Job, body: &'a [u8], used: usize },
}

/// Reads the first request in `bytes`.
pub(crate) fn read(bytes: &[u8]) -> Read<'_> {
    let mut headers = [httparse::EMPTY_HEADER; 48];
    let mut request = httparse::Request::new(&mut headers);
    let head = match request.parse(bytes) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Read::Incomplete,
        Err(_) => return Read::Unusable,
    };
    let (mut length, mut authorized, mut is_form, mut is_xml, mut action) = (0, false, false, false, "");
    for header in request.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            let Some(value) = std::str::from_utf8(header.value).ok().and_then(|value| value.parse().ok())
            else {
                return Read::Unusable;
            };
            length = value;
        } else if header.name.eq_ignore_ascii_case("authorization") {
            authorized = header.value.starts_with(b"Basic ");
        } else if header.name.eq_ignore_ascii_case("content-type") {
            is_form = header.value.starts_with(b"application/x-www-form-urlencoded");
            is_xml = header.value.starts_with(b"text/xml");
        } else if header.name.eq_ignore_ascii_case("soapaction") {
            action = std::str::from_utf8(header.value).unwrap_or_default();
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            // No peer needs it for a body whose length it knows; reading it would only slow the others.
            return Read::Unusable;
        }
    }
    let used = head + length;
    if bytes.len() < used {
        return Read::Incomplete;
    }
    let body = &bytes[head..used];
    let job = match (authorized, request.method, request.path) {
        (true, Some("POST"), Some("/api/v2/message")) => Job::Send,
        (false, Some("POST"), Some("/Api/Sms")) if is_form && has_credentials(body) => Job::SendForm,
        (false, Some("POST"), Some("/eCall.asmx"))
            if is_xml && action == SOAP_ACTION && has_accounts_credentials(body) =>
        {
            Job::SendSoap
        }
        (true, Some("GET"), Some(path)) if path.starts_with("/api/v2/message/") => Job::Status,
        _ => Job::Refuse,
    };
    Read::Request { job, body, used }
}

/// Whether both credentials are in a form. That a form is right in everything else, the driver checks on a sample.
fn has_credentials(form: &[u8]) -> bool {
    let has = |start: &[u8]| {
        form.split(|byte| *byte == b'&').any(|field| field.starts_with(start) && field.len() > start.len())
    };
    has(b"UserName=") && has(b"Password=")
}

/// The same of an envelope, whatever prefixes it has.
fn has_accounts_credentials(envelope: &[u8]) -> bool {
    let envelope = std::str::from_utf8(envelope).unwrap_or_default();
    ["AccountName>", "AccountPassword>"].into_iter().all(|end_of_tag| {
        envelope.split_once(end_of_tag).is_some_and(|(_, value)| !value.is_empty() && !value.starts_with('<'))
    })
}

/// The answers of one connection, ready to be written in one piece.
pub(crate) struct Answers {
    send: Numbered,
    send_form: Numbered,
    send_soap: Numbered,
    status: Vec<u8>,
    refuse: Vec<u8>,
}

const DIGITS: &str = "############";
const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "text/xml; charset=utf-8";
/// Quoted, as SOAP 1.1 has it (section 6.1.1).
const SOAP_ACTION: &str = "\"eCallWebservice/SendSMSBasic\"";

/// An answer with twelve digits in one or more places, which differ from one request to the next.
struct Numbered {
    bytes: Vec<u8>,
    digits: Vec<usize>,
}

impl Numbered {
    fn new(bytes: Vec<u8>) -> Self {
        let digits = String::from_utf8_lossy(&bytes).match_indices(DIGITS).map(|(at, _)| at).collect();
        Self { bytes, digits }
    }

    fn with(&mut self, number: u64) -> &[u8] {
        for at in &self.digits {
            let mut rest = number;
            for digit in self.bytes[*at..*at + DIGITS.len()].iter_mut().rev() {
                *digit = b"0123456789abcdef"[(rest & 15) as usize];
                rest >>= 4;
            }
        }
        &self.bytes
    }
}

impl Answers {
    pub(crate) fn new() -> Self {
        let result = format!(
            r#"{{"messageId":"5b0c3a52-7c1f-4a6e-9d3b-{DIGITS}","messageIdList":null,"timestamp":"2026-11-21T10:00:00.123Z"}}"#
        );
        let status = r#"{"channel":"Sms","messageId":"5b0c3a52-7c1f-4a6e-9d3b-000000000000","status":"Delivered","reasonCode":0,"reason":null,"timestamp":"2026-11-21T10:00:01.456Z","from":"Alarm","to":"+41791234567","pageTotal":1}"#;
        let refused = r#"{"errorCode":"InvalidContent","errorMessage":"only the benchmark's requests"}"#;
        let accepted = r#"<?xml version="1.0" encoding="utf-8"?><Response><ResultCode>0</ResultCode><ResultText>OK</ResultText></Response>"#;
        let envelope = r#"<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><SendSMSBasicResponse xmlns="eCallWebservice"><SendSMSBasicResult><ResponseCode>0</ResponseCode><ResponseText>OK</ResponseText></SendSMSBasicResult></SendSMSBasicResponse></soap:Body></soap:Envelope>"#;
        Self {
            send: Numbered::new(with_head("200 OK", JSON, &result)),
            send_form: Numbered::new(with_head("200 OK", XML, accepted)),
            send_soap: Numbered::new(with_head("200 OK", XML, envelope)),
            status: with_head("200 OK", JSON, status),
            refuse: with_head("400 Bad Request", JSON, refused),
        }
    }

    /// The bytes that answer the request with this number.
    pub(crate) fn get(&mut self, job: Job, number: u64) -> &[u8] {
        match job {
            Job::Send => self.send.with(number),
            Job::SendForm => self.send_form.with(number),
            Job::SendSoap => self.send_soap.with(number),
            Job::Status => &self.status,
            Job::Refuse => &self.refuse,
        }
    }
}

fn with_head(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nx-f24-request-id: 0d9f6a1e-2b3c-4d5e-8f90-{DIGITS}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_when_it_is_whole() {
        let bytes =
            b"POST /api/v2/message HTTP/1.1\r\nAuthorization: Basic eA==\r\nContent-Length: 2\r\n\r\n{}GET";
        assert!(matches!(read(&bytes[..bytes.len() - 4]), Read::Incomplete));
        let Read::Request { job, body, used } = read(bytes) else { panic!("not read") };
        assert_eq!((job, body, used), (Job::Send, &b"{}"[..], bytes.len() - 3));
    }

    #[test]
    fn credentials_are_part_of_the_job() {
        let Read::Request { job, .. } = read(b"POST /api/v2/message HTTP/1.1\r\n\r\n") else {
            panic!("not read")
        };
        assert_eq!(job, Job::Refuse);
    }

    #[test]
    fn credentials_are_part_of_a_form() {
        for (form, content_type, expected) in [
            ("UserName=b&Password=p&Address=1", "application/x-www-form-urlencoded", Job::SendForm),
            (
                "Address=1&Password=p&UserName=b",
                "application/x-www-form-urlencoded; charset=utf-8",
                Job::SendForm,
            ),
            ("UserName=b&Address=1", "application/x-www-form-urlencoded", Job::Refuse),
            ("UserName=b&Password=", "application/x-www-form-urlencoded", Job::Refuse),
            ("Message=UserName=b&Password=p", "application/x-www-form-urlencoded", Job::Refuse),
            ("UserName=b&Password=p", "application/json", Job::Refuse),
        ] {
            let bytes = format!(
                "POST /Api/Sms HTTP/1.1\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{form}",
                form.len()
            );
            let Read::Request { job, body, .. } = read(bytes.as_bytes()) else { panic!("not read") };
            assert_eq!((job, body), (expected, form.as_bytes()), "{form}");
        }
    }

    #[test]
    fn credentials_are_part_of_an_envelope() {
        let (action, plain) = ("\"eCallWebservice/SendSMSBasic\"", "text/xml; charset=utf-8");
        let with = |name: &str, password: &str| {
            format!("<a:AccountName>{name}</a:AccountName><AccountPassword>{password}</AccountPassword>")
        };
        for (envelope, content_type, action, expected) in [
            (with("b", "p"), plain, action, Job::SendSoap),
            (with("", "p"), plain, action, Job::Refuse),
            (with("b", ""), plain, action, Job::Refuse),
            ("<AccountName>b</AccountName><AccountPassword>".to_owned(), plain, action, Job::Refuse),
            ("<AccountPassword>p</AccountPassword>".to_owned(), plain, action, Job::Refuse),
            (with("b", "p"), "application/soap+xml", action, Job::Refuse),
            (with("b", "p"), plain, "\"eCallWebservice/SendFaxBasic\"", Job::Refuse),
        ] {
            let bytes = format!(
                "POST /eCall.asmx HTTP/1.1\r\nContent-Type: {content_type}\r\nSOAPAction: {action}\r\nContent-Length: {}\r\n\r\n{envelope}",
                envelope.len()
            );
            let Read::Request { job, body, .. } = read(bytes.as_bytes()) else { panic!("not read") };
            assert_eq!((job, body), (expected, envelope.as_bytes()), "{envelope}");
        }
    }

    #[test]
    fn ids_differ_and_lengths_do_not() {
        let mut answers = Answers::new();
        for (job, id) in [
            (Job::Send, r#""messageId":"5b0c3a52-7c1f-4a6e-9d3b-000000abcdef""#),
            (Job::Send, "x-f24-request-id: 0d9f6a1e-2b3c-4d5e-8f90-000000abcdef\r\n"),
            (Job::SendForm, "x-f24-request-id: 0d9f6a1e-2b3c-4d5e-8f90-000000abcdef\r\n"),
            (Job::SendSoap, "x-f24-request-id: 0d9f6a1e-2b3c-4d5e-8f90-000000abcdef\r\n"),
        ] {
            let first = answers.get(job, 1).to_vec();
            let second = answers.get(job, 0xab_cdef).to_vec();
            assert_eq!(first.len(), second.len());
            assert!(String::from_utf8_lossy(&second).contains(id), "{job:?}");
            assert!(!String::from_utf8_lossy(&second).contains('#'), "{job:?}");
        }
    }
}
