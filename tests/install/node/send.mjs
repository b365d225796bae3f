// An ES module: sends a message and follows it; the configuration comes from the environment.
import { Client } from 'ecall'

const client = new Client()
const { messageId } = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
const { status } = await client.wait(messageId, { timeoutMs: 60_000 })
console.log(status)
