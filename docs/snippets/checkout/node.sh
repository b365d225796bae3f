mkdir -p target/try/node && cp dist/first/first.mjs target/try/node/
npm install --prefix target/try/node ./dist/ecall-*.tgz
dist/ecall-mock run -- node target/try/node/first.mjs
