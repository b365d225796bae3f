"""What a snippet needs around the lines that are shown: a word with the mock, and a folder with files."""

import json
import os
import pathlib
import tempfile
import urllib.parse
import urllib.request

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def tell(what, body, username=None, method="POST"):
    """Tells the mock's control interface something of an account; gives its answer."""
    account = urllib.parse.quote(username or os.environ["ECALL_USERNAME"], safe="")
    url = f"{os.environ['ECALL_MOCK_CONTROL_URL']}/_mock/accounts/{account}/{what}"
    request = urllib.request.Request(url.rstrip("/"), json.dumps(body).encode(), {"content-type": "application/json"}, method=method)
    with _opener.open(request, timeout=20) as answer:
        return json.loads(answer.read() or "null")


def in_folder_with(**files):
    """Makes a folder of these files the current one. The names are written with `_` for the dot."""
    folder = pathlib.Path(tempfile.mkdtemp())
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    os.chdir(folder)
