"""The schema of the mock's WSDL, read by lxml: a validator that shares nothing with the mock or the client."""

from pathlib import Path

from lxml import etree

WSDL = Path(__file__).resolve().parent.parent / "eCall.wsdl"
VERSIONS = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")

_embedded = etree.parse(WSDL).find(".//{http://www.w3.org/2001/XMLSchema}schema")
# Written out and read again, it has the prefixes that are declared around it.
_schema = etree.XMLSchema(etree.fromstring(etree.tostring(_embedded)))


def problems(envelope):
    """What is wrong with an envelope: its own form, and what stands in its body."""
    try:
        root = etree.fromstring(envelope)
    except etree.XMLSyntaxError as problem:
        return [str(problem)]
    name = etree.QName(root)
    if name.localname != "Envelope" or name.namespace not in VERSIONS:
        return [f"the root is {root.tag}"]
    children = list(root)
    if [child.tag for child in children] != [f"{{{name.namespace}}}Body"]:
        return ["the envelope holds something besides a body"]
    content = list(children[0])
    if len(content) != 1:
        return [f"the body has {len(content)} elements"]
    _schema.validate(etree.ElementTree(content[0]))
    return [str(problem) for problem in _schema.error_log]
