"""Every vector of tests/vectors/text, over `ecall.text`."""

import pytest
import vectors

CASES = list(vectors.cases())


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{file}: {case['name']}") for file, case in CASES])
def test_vector(case):
    vectors.check(case)


def test_every_file_is_there():
    files = {file for file, _ in CASES}
    assert files >= {"estimate", "gsm", "latin1", "msisdn", "national", "reassemble", "split", "to_gsm", "ucs2", "udh"}
