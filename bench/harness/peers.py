"""The peers, the groups they compete in, and what must be reached."""

from dataclasses import dataclass, replace

from harness.paths import BENCH, NODE_FOLDER, OUT, PYTHON, RELEASE


@dataclass(frozen=True)
class Peer:
    """One worker process: what it is called in the report and how it is started."""

    key: str
    name: str
    command: tuple[str, ...]
    in_flight: int = 1
    # What it speaks: "rest", "forms", "soap", "smpp" (plain) or "smpps" (over TLS).
    interface: str = "rest"

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("ecall")

    @property
    def is_one_link(self) -> bool:
        """Whether everything goes over one connection: many requests of SMPP share it, none of HTTP/1.1."""
        return self.interface in ("smpp", "smpps")

    @property
    def most_connections(self) -> int:
        """How many it may open in a turn. With several requests in flight a pool begins one for a request that then gets the
        connection of another, so that the first moments leave it with some more than it needs."""
        if self.is_one_link or self.in_flight == 1:
            return 1
        return 2 * self.in_flight


@dataclass(frozen=True)
class Group:
    """Peers that take turns in every round, so that what disturbs one disturbs all."""

    title: str
    peers: tuple[Peer, ...]

    @property
    def alternates(self) -> bool:
        """Whether client and server never work at the same moment: one send, one answer, the next send."""
        return all(peer.in_flight == 1 for peer in self.peers)


@dataclass(frozen=True)
class Border:
    """Crossing the language's border takes `ours` at most so many seconds for each message."""

    ours: str
    at_most: float


@dataclass(frozen=True)
class Rate:
    """`ours` does at least so much work in a second, whatever the others do."""

    ours: str
    at_least: float


@dataclass(frozen=True)
class Target:
    """`ours` does at least `at_least` times the work of `theirs` in the same time."""

    ours: str
    theirs: str
    at_least: float


def _python(key: str, name: str, script: str, *arguments: str, in_flight: int = 1) -> Peer:
    command = (str(PYTHON), str(BENCH / "python" / f"{script}_worker.py"), *arguments)
    return Peer(key, name, command, in_flight)


def _node(key: str, name: str, script: str, *arguments: str, in_flight: int = 1) -> Peer:
    command = ("node", str(NODE_FOLDER / f"{script}_worker.cjs"), str(in_flight), *arguments)
    return Peer(key, name, command, in_flight)


def _rust(key: str, name: str, mode: str, in_flight: int = 1) -> Peer:
    return Peer(key, name, (str(RELEASE / "ecall-bench-rust"), mode), in_flight)


def _java(key: str, name: str, which: str, in_flight: int = 1) -> Peer:
    classes = ":".join(str(path) for path in (OUT / "jvm" / "*", OUT / "jvm-peers" / "*", OUT / "jvm-worker"))
    return Peer(key, name, ("java", "-cp", classes, "Worker", which, str(in_flight)), in_flight)


# Measured over each interface.
_COMMON = (
    Group(
        "Python, one after the other",
        (
            _python("python", "ecall", "ecall", "blocking"),
            _python("requests", "requests", "requests"),
            _python("niquests", "niquests", "requests", "niquests"),
            _python("httpx", "httpx", "httpx"),
            _python("aiohttp", "aiohttp", "aiohttp"),
        ),
    ),
    Group(
        "Python, 50 in flight",
        (
            _python("python-50", "ecall", "ecall", "async", "50", in_flight=50),
            _python("httpx-50", "httpx", "httpx", "50", in_flight=50),
            _python("aiohttp-50", "aiohttp", "aiohttp", "50", in_flight=50),
        ),
    ),
    Group(
        "Node, one after the other",
        (
            _node("node", "ecall", "ecall"),
            _node("undici", "undici", "undici"),
            _node("undici-pool", "undici Pool.request", "undici", "pool"),
            _node("axios", "axios", "axios"),
        ),
    ),
    Group(
        "Node, 50 in flight",
        (
            _node("node-50", "ecall", "ecall", in_flight=50),
            _node("undici-50", "undici", "undici", in_flight=50),
            _node("undici-pool-50", "undici Pool.request", "undici", "pool", in_flight=50),
            _node("axios-50", "axios", "axios", in_flight=50),
        ),
    ),
    Group(
        "C, one after the other",
        (
            Peer("c", "ecall", (str(OUT / "ecall-worker"),)),
            Peer("libcurl", "libcurl", (str(OUT / "curl-worker"),)),
        ),
    ),
    Group(
        "Rust, one after the other",
        (
            _rust("rust", "ecall, async", "ecall"),
            _rust("rust-blocking", "ecall, blocking", "ecall-blocking"),
            _rust("reqwest", "reqwest", "reqwest"),
        ),
    ),
)

_REST_ALONE = (
    Group(
        "Python, eight threads",
        (
            _python("python-8-threads", "ecall, 8 threads", "ecall", "threads", "8", in_flight=8),
            _python("python-1-thread", "ecall, 1 thread", "ecall", "threads", "1"),
        ),
    ),
    Group(
        "Sending many, 50 in flight",
        (
            _rust("rust-many", "ecall, Rust", "ecall-many", in_flight=50),
            _python("python-many", "ecall, Python", "ecall", "many", "50", in_flight=50),
            _node("node-many", "ecall, Node", "ecall", "many", in_flight=50),
            _python("aiohttp-50", "aiohttp", "aiohttp", "50", in_flight=50),
            _node("undici-50", "undici", "undici", in_flight=50),
        ),
    ),
)


def _key_over_forms(key: str) -> str:
    return f"forms-{key}"


def _over_forms(group: Group) -> Group:
    """The same peers, posting forms instead of JSON."""
    peers = (replace(peer, key=_key_over_forms(peer.key), interface="forms") for peer in group.peers)
    return Group(f"Forms: {group.title}", tuple(peers))


def _over(interface: str, *peers: Peer) -> tuple[Peer, ...]:
    return tuple(replace(peer, interface=interface) for peer in peers)


_SOAP = (
    Group(
        "SOAP: one after the other",
        _over(
            "soap",
            _rust("soap-rust", "ecall, Rust", "ecall"),
            _rust("soap-rust-blocking", "ecall, blocking", "ecall-blocking"),
            Peer("soap-c", "ecall, C", (str(OUT / "ecall-worker"),)),
            _python("soap-python", "ecall, Python", "ecall", "blocking"),
            _python("zeep", "zeep", "zeep"),
            _node("soap-node", "ecall, Node", "ecall"),
            _node("soap", "soap", "soap"),
        ),
    ),
    Group(
        "SOAP: 50 in flight",
        _over(
            "soap",
            _rust("soap-rust-50", "ecall, Rust", "ecall-50", in_flight=50),
            Peer("soap-c-50", "ecall, C", (str(OUT / "ecall-worker"), "50"), in_flight=50),
            _python("soap-python-50", "ecall, Python", "ecall", "async", "50", in_flight=50),
            _python("zeep-50", "zeep AsyncClient", "zeep", "async", "50", in_flight=50),
            _python("zeep-50-threads", "zeep, 50 threads", "zeep", "threads", "50", in_flight=50),
            _node("soap-node-50", "ecall, Node", "ecall", in_flight=50),
            _node("soap-50", "soap", "soap", in_flight=50),
        ),
    ),
)


# The JVM's, over REST.
_JVM = (
    Group(
        "JVM, one after the other",
        (
            _java("java", "ecall", "ecall"),
            _java("java-net-http", "java.net.http", "java.net.http"),
            _java("okhttp", "OkHttp", "okhttp"),
        ),
    ),
    Group(
        "JVM, 50 in flight",
        (
            _java("java-50", "ecall", "ecall", in_flight=50),
            _java("java-net-http-50", "java.net.http", "java.net.http", in_flight=50),
            _java("okhttp-50", "OkHttp", "okhttp", in_flight=50),
        ),
    ),
)


def _smpp(interface: str, title: str) -> tuple[Group, ...]:
    """One link, with one request in flight and with so many as the peers are given."""
    c_worker = (str(OUT / "ecall-smpp-worker"), "500")
    return (
        Group(
            f"SMPP: one after the other, {title}",
            _over(
                interface,
                _rust("smpp-rust", "ecall, Rust", "ecall-smpp"),
                _rust("ping-pong", "bare ping-pong", "ping-pong"),
            ),
        ),
        Group(
            f"SMPP: 500 in flight, {title}",
            _over(
                interface,
                _rust("smpp-rust-500", "ecall, Rust", "ecall-smpp-many", in_flight=500),
                Peer("smpp-c-500", "ecall, C", c_worker, in_flight=500),
                _python("smpp-python-500", "ecall, Python", "ecall_smpp", "500", in_flight=500),
                _node("smpp-node-500", "ecall, Node", "ecall_smpp", in_flight=500),
                _python("smpplib-500", "smpplib", "smpplib", "500", in_flight=500),
                _node("node-smpp-500", "smpp (Node)", "smpp", in_flight=500),
                _java("smpp-java-500", "ecall, JVM", "ecall-smpp", in_flight=500),
                _java("jsmpp-500", "jSMPP", "jsmpp", in_flight=500),
            ),
        ),
    )


GROUPS = (
    *_COMMON,
    *_REST_ALONE,
    *map(_over_forms, _COMMON),
    *_SOAP,
    *_JVM,
    *_smpp("smpps", "TLS"),
    *_smpp("smpp", "plain"),
)

_COMMON_TARGETS = (
    Target("python", "requests", 12),
    Target("python", "httpx", 7),
    Target("python", "aiohttp", 3.5),
    Target("python-50", "aiohttp-50", 4),
    Target("node", "undici", 1.5),
    Target("node", "axios", 4),
    Target("node-50", "undici-50", 2.5),
    Target("c", "libcurl", 0.95),
    Target("rust", "reqwest", 0.95),
    Target("rust-blocking", "reqwest", 0.95),
)

TARGETS = (
    *_COMMON_TARGETS,
    *(replace(one, ours=_key_over_forms(one.ours), theirs=_key_over_forms(one.theirs)) for one in _COMMON_TARGETS),
    Target("python-8-threads", "python-1-thread", 1.5),
    Target("python-many", "aiohttp-50", 5),
    Target("node-many", "undici-50", 3.5),
    Target("python-many", "rust-many", 0.9),
    Target("node-many", "rust-many", 0.8),
    Target("soap-python", "zeep", 20),
    Target("soap-python-50", "zeep-50", 20),
    Target("soap-python-50", "zeep-50-threads", 20),
    Target("soap-node", "soap", 15),
    Target("soap-node-50", "soap-50", 15),
    Target("smpp-rust", "ping-pong", 0.7),
    Target("smpp-c-500", "smpp-rust-500", 0.9),
    Target("smpp-python-500", "smpplib-500", 20),
    Target("smpp-node-500", "node-smpp-500", 10),
    Target("java", "java-net-http", 1),
    Target("java", "okhttp", 1),
    Target("java-50", "java-net-http-50", 1),
    Target("java-50", "okhttp-50", 1),
    Target("smpp-java-500", "jsmpp-500", 5),
)

RATES = (Rate("smpp-rust-500", 500_000), Rate("smpp-python-500", 200_000), Rate("smpp-node-500", 200_000))

BORDERS = (Border("python-many", 3e-6), Border("node-many", 5e-6))
