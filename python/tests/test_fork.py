"""A client goes on in a forked process, with connections of its own; nothing warns, nothing hangs at exit."""

import os
import textwrap

import pytest
from scripts import run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")


def connections(account):
    return {request["connection"] for request in account.requests()}


def test_os_fork(account):
    run(
        """
        client = ecall.Client(**OPTIONS)
        send(client)
        pid = os.fork()
        send(client)
        if pid == 0:
            sys.exit(0)
        reap(pid)
        send(client)
        """,
        account,
    )
    assert len(account.requests()) == 4
    assert len(connections(account)) == 2


def test_os_fork_of_a_client_that_was_not_used(account):
    run(
        """
        client = ecall.Client(**OPTIONS)
        pid = os.fork()
        send(client)
        if pid:
            reap(pid)
        """,
        account,
    )
    assert len(account.requests()) == 2


def test_os_fork_while_other_threads_send(account):
    run(
        """
        # From Python 3.12 on, Python warns of the threads of this very program.
        import warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        client = ecall.Client(**OPTIONS)
        stop = threading.Event()
        def work():
            while not stop.is_set():
                send(client)
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads: thread.start()
        for _ in range(10):
            pid = os.fork()
            if pid == 0:
                send(client)
                os._exit(0)
            reap(pid)
        stop.set()
        for thread in threads: thread.join()
        """,
        account,
    )


def test_asynchronous_client_after_os_fork(account):
    run(
        """
        client = ecall.AsyncClient(**OPTIONS)
        asyncio.run(send(client))
        pid = os.fork()
        asyncio.run(send(client))
        if pid:
            reap(pid)
            asyncio.run(send(client))
        """,
        account,
    )
    assert len(account.requests()) == 4


def test_os_fork_while_asynchronous_calls_are_under_way(account):
    """They stand still for the fork and go on in the parent."""
    run(
        """
        client = ecall.AsyncClient(**OPTIONS)
        async def main():
            calls = [asyncio.ensure_future(send(client)) for _ in range(20)]
            await asyncio.sleep(0.01)
            for _ in range(5):
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                reap(pid)
                await asyncio.sleep(0.005)
            await asyncio.gather(*calls)
        asyncio.run(main())
        """,
        account,
    )
    assert len(account.requests()) == 20


def test_one_loop_on_both_sides_of_a_fork(account):
    """The loop's wake-up is not shared: neither side wakes the other in its place."""
    run(
        """
        client = ecall.AsyncClient(**OPTIONS)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(send(client))
        pid = os.fork()
        if pid == 0:
            for _ in range(20):
                loop.run_until_complete(send(client))
            os._exit(0)
        reap(pid)
        for _ in range(20):
            loop.run_until_complete(send(client))
        loop.close()
        """,
        account,
    )
    assert len(account.requests()) == 41


def test_preloading_server(account):
    """As gunicorn --preload: the parent uses the client, the workers serve with it, a signal ends them."""
    run(
        """
        client = ecall.Client(**OPTIONS)
        asynchronous = ecall.AsyncClient(**OPTIONS)
        send(client)
        asyncio.run(send(asynchronous))
        workers = []
        for _ in range(4):
            pid = os.fork()
            if pid == 0:
                def end(*_):
                    sys.exit(0)
                signal.signal(signal.SIGTERM, end)
                for _ in range(5):
                    send(client)
                asyncio.run(send(asynchronous))
                os.write(1, b".")
                while True:
                    time.sleep(60)
            workers.append(pid)
        send(client)
        time.sleep(1.5)
        for pid in workers:
            os.kill(pid, signal.SIGTERM)
        for pid in workers:
            reap(pid)
        """,
        account,
    )
    assert len(account.requests()) == 3 + 4 * 6


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_multiprocessing(account, method, tmp_path):
    program = tmp_path / "workers.py"
    program.write_text(
        textwrap.dedent(
            """
            import os
            import ecall

            client = ecall.Client(**eval(os.environ["TEST_OPTIONS"]))

            def work(number):
                return client.send_sms("+41791234567", f"Pump {number} stopped", "ecall-demo")
            """
        )
    )
    out = run(
        f"""
        sys.path.insert(0, {str(tmp_path)!r})
        import multiprocessing
        import workers
        workers.work(0)
        with multiprocessing.get_context({method!r}).Pool(3) as pool:
            results = pool.map(workers.work, range(9))
        print(len({{result.message_id for result in results}}))
        """,
        account,
    )
    assert out == "9\n"
    assert len(account.requests()) == 10
