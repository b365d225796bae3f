//! Sending a fax, with files or without.

use std::sync::Arc;

use super::attachment::{Checked, Part, Rules, body_of, check_files};
use super::endpoint::Operation;
use super::envelope::{any, check, with};
use super::send::addresses;
use super::{Attachment, Soap, SoapFaxOptions};
use crate::answer::Answer;
use crate::error::Result;
use crate::job::{Addresses, PreparedJob, SentJob, finish, id_and_date, not_empty};
use crate::options::{CallOptions, Problems};
use crate::transport::RequestBody;

impl Soap<'_> {
    /// By the operation that knows all of what is wanted: without files and what only the other one has, by the simple one.
    pub async fn send_fax(
        &self,
        to: Addresses,
        text: &str,
        files: Vec<Attachment>,
        fax: SoapFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let mut problems = Problems::default();
        // That it may be empty where there are files is provisional.
        if files.is_empty() {
            not_empty("text", text, &mut problems);
        }
        let to = addresses(&to, &mut problems);
        let rules = Rules::of(fax.max_files, fax.max_file_bytes, fax.file_types);
        let files = check_files(files, &rules, &mut problems).await;
        let job_id = id_and_date(fax.job_id, fax.send_date.as_deref(), &mut problems)?;
        let simple = files.is_empty()
            && [&fax.header_id, &fax.header_info, &fax.notification, &fax.token_fields]
                .iter()
                .all(|option| option.is_none());
        let first = [
            with("to", "Address", &to),
            with("text", "Message", text),
            with("job_id", "JobID", &job_id),
            any("from_text", "FromText", fax.from_text),
            any("header_id", "FaxHeaderID", fax.header_id),
            any("header_info", "FaxHeaderInfo", fax.header_info),
            any("subject", "Subject", fax.subject),
            any("send_date", "SendDate", fax.send_date),
        ];
        let last = [
            any("notification", "Notification", fax.notification),
            any("token_fields", "TokenFields", fax.token_fields),
        ];
        check(&first, &mut problems);
        check(&last, &mut problems);
        finish(problems, &job_id)?;
        if simple {
            let job = PreparedJob::new(self.posted(Operation::SendFax, &first), job_id.clone());
            return self.send("send_fax", job, None, options).await;
        }

        let mut envelope = self.open(Operation::SendFaxWithFiles).write(&first);
        let mut parts = Vec::new();
        if !files.is_empty() {
            envelope.tag("<", "Files");
            for Checked { name, content } in files {
                envelope.tag("<", "Attachment");
                envelope.element("FileName", &name);
                envelope.tag("<", "FileContent");
                parts.extend([Part::Text(envelope.take().into()), Part::File(content)]);
                envelope.tag("</", "FileContent");
                envelope.tag("</", "Attachment");
            }
            envelope.tag("</", "Files");
        }
        parts.push(Part::Text(envelope.write(&last).close().into()));
        let body = Arc::new(body_of(parts));
        let request = self.request(Operation::SendFaxWithFiles, RequestBody::Source(body.clone()));
        let job = PreparedJob::new(request, job_id.clone());
        self.send("send_fax", job, Some(&*body), options).await
    }
}
