ecall-mock run -- python first.py
