python3 -m venv target/try/python && target/try/python/bin/pip install dist/ecall-*.whl
dist/ecall-mock run -- target/try/python/bin/python dist/first/first.py
