//! The SOAP interface, against a server that shows and does everything on the wire. What is expected of a request is written
//! by hand, byte by byte; the envelopes in `envelopes/` are those that `tests/mock/soap/run.sh` validates against the WSDL.

mod answers;
mod attachments;
mod envelopes;
mod outcomes;
#[allow(dead_code, reason = "shared with the tests of files, which use all of it")]
#[path = "../media/server.rs"]
mod server;
mod states;

use std::time::Duration;

use ecall::blocking::SoapClient;
use ecall::{CallOptions, Options};
use server::{Exchange, Server, Then};

const PASSWORD: &str = "p&s<w>rd %\"'";
const XML: &str = "content-type: text/xml; charset=utf-8\r\nx-f24-request-id: r-1\r\n";

fn options(server: &Server) -> Options {
    Options::new()
        .username("u")
        .password(PASSWORD)
        .base_url(server.url.clone())
        .backoff_initial(Duration::from_millis(2))
        .backoff_max(Duration::from_millis(10))
}

fn client(server: &Server) -> SoapClient {
    SoapClient::new(options(server)).unwrap()
}

fn call() -> CallOptions {
    CallOptions::new().timeout(Duration::from_secs(5))
}

/// A server that answers every request with this.
fn answering(status: u16, body: impl Into<String>) -> Server {
    let body = body.into();
    scripted(move |_, exchange| exchange.answer(status, XML, &body))
}

/// A server that reads each request, and is told its number.
fn scripted(answer: impl Fn(usize, &mut Exchange) -> Then + Send + Sync + 'static) -> Server {
    Server::start(move |exchange| {
        exchange.body();
        answer(exchange.number, exchange)
    })
}

/// The bodies of all requests.
fn bodies(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|seen| String::from_utf8(seen.body).unwrap()).collect()
}

/// What stands in an element of a body, the first of that name.
fn element<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
}

fn envelope(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soap:Body>{inner}</soap:Body></soap:Envelope>"
    )
}

/// The answer to an operation that sends.
fn result(code: i64, text: &str) -> String {
    envelope(&format!(
        "<SendSMSBasicResponse xmlns=\"eCallWebservice\"><SendSMSBasicResult><ResponseCode>{code}</ResponseCode>\
         <ResponseText>{text}</ResponseText></SendSMSBasicResult></SendSMSBasicResponse>"
    ))
}

/// The answer to a question after a state, with this in place of the job's.
fn state(code: i64, job: &str) -> String {
    envelope(&format!(
        "<GetStateBasicResponse xmlns=\"eCallWebservice\"><GetStateBasicResult><ServiceResponse><ResponseCode>{code}</ResponseCode>\
         <ResponseText>t</ResponseText></ServiceResponse>{job}</GetStateBasicResult></GetStateBasicResponse>"
    ))
}

/// A state that says something.
fn job(send_state: i64) -> String {
    format!(
        "<JobResponse><JobID>j</JobID><Address>0041791234567</Address><JobType>1</JobType><SendState>{send_state}</SendState>\
         <ErrorState>0</ErrorState><PointsUsed>1.5</PointsUsed><FinishDate>2026-07-01T12:00:00</FinishDate></JobResponse>"
    )
}

/// A fault of SOAP 1.1 or 1.2.
fn fault(version: &str, code: &str, text: &str) -> String {
    if version == "1.1" {
        return envelope(&format!(
            "<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{text}</faultstring><detail /></soap:Fault>"
        ));
    }
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Code><s:Value>s:{code}</s:Value>\
         <s:Subcode><s:Value>m:More</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">{text}</s:Text></s:Reason>\
         <s:Detail><ResponseCode>0</ResponseCode></s:Detail></s:Fault></s:Body></s:Envelope>"
    )
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
