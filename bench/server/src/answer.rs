//! Reading one request and choosing its prepared answer.

/// What a request asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Job {
    /// `POST /api/v2/message`: a message result with an id of its own.
    Send,
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
    let (mut length, mut authorized) = (0, false);
    for header in request.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            let Some(value) = std::str::from_utf8(header.value).ok().and_then(|value| value.parse().ok())
            else {
                return Read::Unusable;
            };
            length = value;
        } else if header.name.eq_ignore_ascii_case("authorization") {
            authorized = header.value.starts_with(b"Basic ");
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            // No peer needs it for a body whose length it knows; reading it would only slow the others.
            return Read::Unusable;
        }
    }
    let used = head + length;
    if bytes.len() < used {
        return Read::Incomplete;
    }
    let job = match (authorized, request.method, request.path) {
        (true, Some("POST"), Some("/api/v2/message")) => Job::Send,
        (true, Some("GET"), Some(path)) if path.starts_with("/api/v2/message/") => Job::Status,
        _ => Job::Refuse,
    };
    Read::Request { job, body: &bytes[head..used], used }
}

/// The answers of one connection, ready to be written in one piece.
pub(crate) struct Answers {
    send: Vec<u8>,
    /// Where the twelve digits of the message id and of the request id stand in `send`.
    digits: [usize; 2],
    status: Vec<u8>,
    refuse: Vec<u8>,
}

const DIGITS: &str = "############";

impl Answers {
    pub(crate) fn new() -> Self {
        let result = format!(
            r#"{{"messageId":"5b0c3a52-7c1f-4a6e-9d3b-{DIGITS}","messageIdList":null,"timestamp":"2026-11-21T10:00:00.123Z"}}"#
        );
        let status = r#"{"channel":"Sms","messageId":"5b0c3a52-7c1f-4a6e-9d3b-000000000000","status":"Delivered","reasonCode":0,"reason":null,"timestamp":"2026-11-21T10:00:01.456Z","from":"Alarm","to":"+41791234567","pageTotal":1}"#;
        let refused = r#"{"errorCode":"InvalidContent","errorMessage":"only the benchmark's requests"}"#;
        let send = with_head("200 OK", &result);
        let text = String::from_utf8_lossy(&send).into_owned();
        let mut places = text.match_indices(DIGITS).map(|(at, _)| at);
        // Both places are written a few lines below; their absence would be seen by the first request.
        let digits = [places.next().unwrap_or(0), places.next().unwrap_or(0)];
        Self {
            send,
            digits,
            status: with_head("200 OK", status),
            refuse: with_head("400 Bad Request", refused),
        }
    }

    /// The bytes that answer the request with this number.
    pub(crate) fn get(&mut self, job: Job, number: u64) -> &[u8] {
        match job {
            Job::Send => {
                for at in self.digits {
                    let mut rest = number;
                    for digit in self.send[at..at + DIGITS.len()].iter_mut().rev() {
                        *digit = b"0123456789abcdef"[(rest & 15) as usize];
                        rest >>= 4;
                    }
                }
                &self.send
            }
            Job::Status => &self.status,
            Job::Refuse => &self.refuse,
        }
    }
}

fn with_head(status: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\nx-f24-request-id: 0d9f6a1e-2b3c-4d5e-8f90-{DIGITS}\r\ncontent-length: {}\r\n\r\n{body}",
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
    fn ids_differ_and_lengths_do_not() {
        let mut answers = Answers::new();
        let first = answers.get(Job::Send, 1).to_vec();
        let second = answers.get(Job::Send, 0xab_cdef).to_vec();
        assert_eq!(first.len(), second.len());
        assert!(
            String::from_utf8_lossy(&second)
                .contains(r#""messageId":"5b0c3a52-7c1f-4a6e-9d3b-000000abcdef""#)
        );
        assert!(!String::from_utf8_lossy(&second).contains('#'));
    }
}
