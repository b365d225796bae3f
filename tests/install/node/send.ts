// TypeScript: sends a message and follows it; the configuration comes from the environment.
import { Client, EcallError, type MessageStatus } from 'ecall'

async function main(): Promise<void> {
  const client = new Client()
  try {
    const sent = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
    const state: MessageStatus = await client.wait(sent.messageId ?? '', { timeoutMs: 60_000 })
    console.log(state.status)
  } catch (error) {
    if (error instanceof EcallError) console.error(error.code, error.outcome)
    throw error
  }
}
void main()
