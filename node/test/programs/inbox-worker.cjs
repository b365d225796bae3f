// One worker thread: takes messages from the cache until it is empty. Others may take the same.
const { parentPort, workerData } = require('node:worker_threads')
const { HttpsClient } = require('ecall')

async function main() {
  const texts = []
  for await (const { message } of new HttpsClient(workerData).messages()) texts.push(message)
  parentPort.postMessage(texts)
}

main()
