"""The SOAP WebService: a fax with a small PDF, followed to its end.

The configuration comes from the environment.
"""

import ecall


def pdf(text: str) -> bytes:
    """A document of one page with one line of ASCII."""
    shown = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    document, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(document))
        document += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(document)}\n%%EOF\n"
    return f"{document}xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}{end}".encode("ascii")


with ecall.SoapClient() as client:
    files = [("alarm.pdf", pdf("Pump 3 stopped"))]
    sent = client.send_fax(to="+41443332211", text="See the plan.", files=files, subject="Alarm")
    state = client.wait(sent.job_id, timeout=60)
    print(f"Fax|job {sent.job_id} with alarm.pdf|{state.status} (state {state.send_state})")
