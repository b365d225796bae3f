import { Client } from 'ecall'

const client = new Client()
const rows = [['+41791234567', 'Ann'], ['+41791234568', 'Ben'], ['', 'no number']]

// begin
async function* messages() {
  for (const [to, name] of rows) {
    yield { channel: 'Sms', to, from: 'Alarm', content: { type: 'Text', text: `${name}, pump 3 stopped` } }
  }
}

for await (const { index, result, error } of client.sendMany(messages(), { concurrency: 20, rate: 50 })) {
  if (error) console.log(index, error.code, error.outcome)
  else console.log(index, result.messageId)
}
// end
