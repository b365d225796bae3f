// Binds, sends, and leaves: unbound, closed with a message under way, still bound with nothing to wait for, or once the receipt came.
const { SmppClient } = require('ecall')

const SMS = { to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }

async function main() {
  const client = new SmppClient({ onLog() {} })
  const events = client.events()
  await client.bind()
  const { messageId } = await client.submit(SMS)
  const how = process.env.HOW
  if (how === 'unbind') await client.unbind()
  if (how === 'close') {
    client.submit(SMS)
    client.close()
  }
  let state = ''
  if (how === 'wait') {
    for await (const event of events) {
      if (event.type === 'receipt') {
        state = ` ${event.state}`
        break
      }
    }
  }
  console.log(messageId + state)
}

main()
