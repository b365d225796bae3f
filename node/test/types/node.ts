// With the types of Node: its signals, buffers and errors are what the package takes and gives.

import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import { Client, EcallError, SmppClient, SoapClient, webhook } from 'ecall'

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

export async function streams(client: Client): Promise<Uint8Array | undefined> {
  const ids: string[] = []
  for (const source of [createReadStream('a'), await openAsBlob('a'), Buffer.from('a'), new ArrayBuffer(1), pathToFileURL('a')]) {
    ids.push((await client.uploadMedia(source, { signal: AbortSignal.timeout(1000) })).mediaId)
  }
  await client.downloadMedia(ids[0], { to: createWriteStream('a') })
  await client.downloadMedia(ids[0], { to: pathToFileURL('a') })
  return (await client.downloadMedia(ids[0])).content
}

export async function fax(client: SoapClient): Promise<string> {
  const files = [pathToFileURL('a.pdf'), { path: pathToFileURL('a.pdf'), name: 'b.pdf' }, { name: 'c.pdf', data: Buffer.from('c') }]
  return (await client.sendFax({ to: '+41791234567', text: 'Pump 3', files }, { signal: AbortSignal.timeout(1000) })).jobId
}

export async function octets(client: SmppClient): Promise<string | undefined> {
  const { messageId } = await client.submit({ to: '+41791234567', userData: Buffer.from('a') }, { signal: AbortSignal.timeout(1000) })
  return messageId
}

export function listen(): Server {
  return createServer(webhook.handler((event) => console.log(event.kind))).listen(8080)
}
