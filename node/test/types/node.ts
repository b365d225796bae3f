// With the types of Node: its signals, buffers and errors are what the package takes and gives.

import { setTimeout as sleep } from 'node:timers/promises'

import { Client, EcallError } from 'ecall'

export async function inTime(client: Client): Promise<string> {
  const controller = new AbortController()
  void sleep(1000).then(() => controller.abort())
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(500)])
  try {
    const answer = await client.request('GET', '/api/v2/message/x', undefined, { signal })
    return Buffer.from(answer.rawBody).toString('hex') + answer.text
  } catch (error) {
    return error instanceof EcallError && error.cause instanceof Error ? error.cause.message : String(error)
  }
}
