// Sends and does nothing else: it is up to the library whether the process ends.
import { Client } from 'ecall'

const client = new Client({ onLog() {} })
const sent = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
console.log(sent.messageId)
