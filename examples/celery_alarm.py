"""Sends alarms from Celery's prefork workers. What certainly was not accepted is tried again; what may have gone out is not.

    pip install ecall "celery[redis]"
    export CELERY_BROKER_URL=redis:// ECALL_USERNAME=u ECALL_PASSWORD=p ECALL_FROM=Alarm
    celery --app celery_alarm worker --concurrency 4

    python -c 'from celery_alarm import send_alarm; send_alarm.delay("+41791234567", "Pump 3 stopped")'
"""

import functools

import ecall
from celery import Celery
from celery.signals import worker_init
from celery.utils.log import get_task_logger

app = Celery("celery_alarm")
# The name of a module with more settings, if there is one.
app.config_from_envvar("CELERY_CONFIG_MODULE", silent=True)
log = get_task_logger(__name__)

# What passes by itself. Whatever else was not accepted (a wrong number, no credit) stays so until somebody changes something.
PASSING = {"connect", "rate_limited", "unavailable", "timeout"}
# In seconds, and below the visibility timeout of Redis, an hour: a task that waits is not acknowledged, and after that time Redis
# would give it out again, so that it ran twice.
LONGEST_PAUSE = 1800


@functools.cache
def client() -> ecall.Client:
    """One for the process that makes the pool and for those that it forks: each of them goes on with connections of its own."""
    return ecall.Client()


@worker_init.connect
def check_credentials(**_: object) -> None:
    """Before there is a pool, so that a wrong password stops the worker and not the first alarm."""
    try:
        client().check()
    except (ecall.AuthenticationError, ecall.PermissionError, ecall.ConfigError) as error:
        raise SystemExit(f"eCall: {error}") from None
    except ecall.EcallError as error:
        log.warning("eCall does not answer at present: %s", error)


# A task is acknowledged before it runs (acks_late is off, as Celery has it): if its process dies in the midst of a send, nobody
# knows whether the message went out, and Celery must not give it to the next one. Such a task ends with WorkerLostError.
@app.task(bind=True, acks_late=False, max_retries=10, default_retry_delay=15)
def send_alarm(self, to: str, text: str) -> str:
    """Returns the id of the message. A task that ends with OutcomeUnknownError or WorkerLostError may have sent it: look, then decide."""
    try:
        sent = client().send_sms(to, text)
    except ecall.EcallError as error:
        if error.outcome == "unknown":
            log.error("alarm %s may have gone out or not, and is not sent again: %s", self.request.id, error)
            raise
        if error.kind not in PASSING:
            raise
        pause = max(self.default_retry_delay * 2**self.request.retries, error.retry_after or 0)
        raise self.retry(exc=error, countdown=min(pause, LONGEST_PAUSE)) from None
    if sent.possible_duplicate:
        log.warning("alarm %s may arrive twice", self.request.id)
    return sent.message_id
