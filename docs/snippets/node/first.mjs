import { Client } from 'ecall'
const client = new Client({ username: 'u', password: 'p' })
const sent = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
const final = await client.wait(sent.messageId, { timeoutMs: 60_000 })
console.log(sent.messageId, final.status)
