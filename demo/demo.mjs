// Sends one message and follows it; the configuration comes from the environment.
import { Client } from 'ecall'

const to = '+41791234503'
const client = new Client()
const sent = await client.sendSms({ to, text: 'Pump 3 stopped' })
const state = await client.wait(sent.messageId, { timeoutMs: 60_000 })
console.log(`Node|${to}|${sent.messageId}|${state.status}|${state.timestamp.toISOString()}`)
