import { Client, EcallError, OutcomeUnknownError, RejectedError } from 'ecall'

const client = new Client() // ECALL_USERNAME, ECALL_PASSWORD, …

// begin
try {
  const sent = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
  console.log('accepted:', sent.messageId)
} catch (error) {
  if (error instanceof OutcomeUnknownError) console.log('it may have gone out:', error.attempts[0].code)
  else if (error instanceof RejectedError) console.log('refused:', error.ecallCode, error.fields)
  else if (error instanceof EcallError) console.log(error.code, error.outcome)
  else throw error
}
// end
