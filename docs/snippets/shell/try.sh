dist/ecall-mock run -- python my_script.py     # starts the mock, sets ECALL_*, runs the command
