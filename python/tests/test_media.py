"""Files from paths, bytes, open files and coroutines, and to them: constant memory, progress, exceptions, cancellation."""

import asyncio
import hashlib
import io
import os
import pathlib
import pickle
import time

import ecall
import pytest
from scripts import run

CONTENT = bytes(range(256)) * 1000


def kept(account):
    return account.mock.control("GET", account.path + "/media")["media"]


def made(account, mib):
    return account.mock.control("POST", account.path + "/media", {"contentType": "image/png", "pattern_mib": mib})["mediaId"]


class Blocking:
    def __init__(self, options):
        self.client = ecall.Client(**options)

    def upload(self, *arguments, **options):
        return self.client.upload_media(*arguments, **options)

    def download(self, *arguments, **options):
        return self.client.download_media(*arguments, **options)


class Async:
    def __init__(self, options):
        self.client = ecall.AsyncClient(**options)

    def upload(self, *arguments, **options):
        async def main():
            return await self.client.upload_media(*arguments, **options)

        return asyncio.run(main())

    def download(self, *arguments, **options):
        async def main():
            return await self.client.download_media(*arguments, **options)

        return asyncio.run(main())


@pytest.fixture(params=[Blocking, Async])
def face(request, account):
    return request.param(account.options())


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pump.jpg"
    path.write_bytes(CONTENT)
    return path


def sent(account):
    (found,) = kept(account)
    assert (found["length"], found["sha256"]) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    return found["filename"], found["contentType"], found["encoding"]


@pytest.mark.parametrize("source", [str, pathlib.Path, open], ids=["str", "Path", "file"])
def test_files_are_sent_with_their_names(account, face, path, source):
    with open(path, "rb") as file:
        uploaded = face.upload(file if source is open else source(path))
    assert sent(account) == ("pump.jpg", "image/jpeg", "multipart")
    assert uploaded.media_id == kept(account)[0]["mediaId"] and uploaded.http_status // 100 == 2
    again = pickle.loads(pickle.dumps(uploaded))
    assert (again.media_id, again.extra, repr(again)) == (uploaded.media_id, uploaded.extra, repr(uploaded))


@pytest.mark.parametrize("source", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes_are_sent(account, face, source):
    face.upload(source(CONTENT), filename="pump.png", content_type="image/webp", encoding="raw")
    assert sent(account)[1:] == ("image/webp", "raw")


def test_the_one_line_of_the_documentation(account, path):
    client = ecall.Client(**account.options())
    content = ecall.ImageContent(media_id=client.upload_media(path).media_id)
    client.send({"channel": "Whatsapp", "from": "x", "to": "+41791234567", "content": content})
    assert account.requests()[-1]["json"]["content"]["mediaId"] == kept(account)[0]["mediaId"]


def test_an_object_that_gives_more_than_it_was_asked_for(account, face):
    class Generous:
        def __init__(self):
            self.chunks = [CONTENT[:100_000], CONTENT[100_000:], b""]

        def read(self, size):
            return self.chunks.pop(0)

    face.upload(Generous())
    sent(account)


@pytest.mark.parametrize("source", [7, None, ["x"], io.StringIO("x")])
def test_what_is_no_source(face, source):
    with pytest.raises(TypeError):
        face.upload(source)


def test_a_file_that_is_not_there(account, face):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        face.upload("/nowhere/at all")
    assert [(problem.field, problem.rule) for problem in caught.value.fields] == [("source", "readable")]
    assert "nowhere" not in str(caught.value)


def test_what_a_source_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    class Broken:
        def read(self, size):
            raise Stop

    with pytest.raises(Stop):
        face.upload(Broken())


def test_what_a_target_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    class Broken:
        def write(self, chunk):
            raise Stop

    media_id = face.upload(CONTENT).media_id
    with pytest.raises(Stop):
        face.download(media_id, Broken())


def test_what_the_progress_hook_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    def progress(told):
        raise Stop

    class Slow(io.BytesIO):
        def read(self, size):
            time.sleep(0.01)
            return super().read(1000)

    begun = time.monotonic()
    with pytest.raises(Stop):
        face.upload(Slow(CONTENT), progress=progress)
    assert time.monotonic() - begun < 2


def test_progress(account, face):
    told = []
    media_id = face.upload(CONTENT, progress=told.append).media_id
    assert told[-1] == ecall.MediaProgress(len(CONTENT), len(CONTENT))
    face.download(media_id, progress=told.append)
    assert told[-1] == ecall.MediaProgress(len(CONTENT), len(CONTENT))
    assert all(one.transferred <= len(CONTENT) for one in told)


def test_files_are_fetched(account, face, tmp_path):
    media_id = face.upload(CONTENT, content_type="image/png").media_id
    media = face.download(media_id)
    assert (media.content_type, media.length, media.content) == ("image/png", len(CONTENT), CONTENT)
    assert pickle.loads(pickle.dumps(media)).content == CONTENT
    for to in (tmp_path / "one", str(tmp_path / "two")):
        media = face.download(media_id, to)
        assert (media.length, media.content) == (len(CONTENT), b"")
        assert pathlib.Path(to).read_bytes() == CONTENT
    with open(tmp_path / "three", "wb", buffering=0) as file:
        face.download(media_id, file)
    assert (tmp_path / "three").read_bytes() == CONTENT
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_is_too_long_for_memory(account, face):
    media_id = face.upload(CONTENT).media_id
    with pytest.raises(ecall.UnexpectedResponseError):
        face.download(media_id, max_bytes=1000)
    with pytest.raises(ecall.NotFoundError):
        face.download("00000000-0000-0000-0000-000000000000")
    with pytest.raises(TypeError):
        face.download(media_id, 7)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform tells no memory")
@pytest.mark.parametrize("number", [0, 1], ids=["Blocking", "Async"])
def test_memory_stays_flat(account, tmp_path, number):
    """100 MB to a path, and back from an open file."""
    big = str(tmp_path / "big")
    grown = run(
        f"""
        import resource
        def used():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if {number}:
            client = ecall.AsyncClient(**OPTIONS)
            def call(operation, *arguments):
                async def run():
                    return await getattr(client, operation)(*arguments)
                return asyncio.run(run())
        else:
            client = ecall.Client(**OPTIONS)
            def call(operation, *arguments):
                return getattr(client, operation)(*arguments)
        call("download_media", call("upload_media", b"x" * 200_000).media_id, {big!r})
        before = used()
        call("download_media", {made(account, 100)!r}, {big!r})
        with open({big!r}, "rb") as file:
            call("upload_media", file)
        print(used() - before)
        """,
        account,
    )
    assert int(grown) < 8 * 1024
    assert (tmp_path / "big").stat().st_size == 100 << 20
    assert [media["length"] for media in kept(account) if media["encoding"]] == [200_000, 100 << 20]


def test_streams_of_coroutines(account):
    class File:
        """As those of aiofiles and anyio."""

        def __init__(self, content=b""):
            self.file = io.BytesIO(content)
            self.loop = None

        async def read(self, size):
            await asyncio.sleep(0)
            self.loop = asyncio.get_running_loop()
            return self.file.read(size)

        async def write(self, chunk):
            await asyncio.sleep(0)
            return self.file.write(chunk)

        async def flush(self):
            self.loop = asyncio.get_running_loop()

    async def chunks():
        yield b""
        for start in range(0, len(CONTENT), 100_000):
            await asyncio.sleep(0)
            yield CONTENT[start : start + 100_000]

    async def broken():
        yield b"x"
        raise ZeroDivisionError

    async def main():
        client = ecall.AsyncClient(**account.options())
        first = (await client.upload_media(chunks())).media_id
        source = File(CONTENT)
        await client.upload_media(source)
        target = File()
        await client.download_media(first, target)
        assert target.file.getvalue() == CONTENT
        assert source.loop is target.loop is asyncio.get_running_loop()
        with pytest.raises(ZeroDivisionError):
            await client.upload_media(broken())

    asyncio.run(main())
    assert {media["sha256"] for media in kept(account)} == {hashlib.sha256(CONTENT).hexdigest()}


def test_a_transfer_that_is_cancelled(account):
    ended = []

    async def endless():
        try:
            yield b"x" * 1000
            await asyncio.sleep(3600)
        finally:
            ended.append(True)

    async def main():
        client = ecall.AsyncClient(**account.options())
        seen = []
        task = asyncio.create_task(client.upload_media(endless(), progress=seen.append))
        while not seen:
            await asyncio.sleep(0.01)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.05)
        assert ended and time.monotonic() - begun < 0.5

    asyncio.run(main())


def test_the_loop_works_while_a_source_blocks(account):
    class Slow:
        left = 5

        def read(self, size):
            time.sleep(0.1)
            self.left -= 1
            return b"x" if self.left else b""

    async def main():
        client = ecall.AsyncClient(**account.options())
        task = asyncio.create_task(client.upload_media(Slow()))
        ticks = 0
        while not task.done():
            await asyncio.sleep(0.01)
            ticks += 1
        await task
        return ticks

    assert asyncio.run(main()) > 20
