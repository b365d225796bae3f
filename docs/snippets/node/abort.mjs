import { Client } from 'ecall'

const client = new Client()
// begin
const controller = new AbortController()
setTimeout(() => controller.abort(), 200)
try {
  await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }, { signal: controller.signal })
} catch (error) {
  if (error.name !== 'AbortError') throw error
  console.log('cancelled;', error.outcome === 'unknown' ? 'it may have gone out' : 'it did not go out')
}
// end
