mkdir -p target/try/node && cp docs/snippets/node/first.mjs target/try/node/
npm install --prefix target/try/node ./dist/ecall-*.tgz
dist/ecall-mock run -- node target/try/node/first.mjs
