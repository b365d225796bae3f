ecall-mock run -- node first.mjs
