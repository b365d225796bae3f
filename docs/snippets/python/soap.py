"""The README's lines on the SOAP interface."""

import ecall

import mock

octets = mock.PICTURE
mock.in_folder_with(plan_pdf=b"%PDF-1.4\n%%EOF\n")

client = ecall.SoapClient(username="u", password="p")        # AsyncSoapClient; ecall_soap_client in C, ecall::SoapClient in C++ and Rust
job = client.send_fax(to="+41443332211", text="See the plan.", files=["plan.pdf", ("photo.jpg", octets)])
print(client.wait(job.job_id, timeout=600).status)           # Sent, Failed, …: REST's words, so a program can switch interfaces
