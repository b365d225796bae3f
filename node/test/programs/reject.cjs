// Calls that fail in every way, each failure taken by whoever made the call: nothing else may be rejected.
const { Client } = require('ecall')

process.on('unhandledRejection', (reason) => {
  console.log('unhandled', reason)
  process.exitCode = 1
})
process.on('warning', (warning) => {
  console.log('warning', warning)
  process.exitCode = 1
})

async function main() {
  const client = new Client({ password: 'wrong', timeoutMs: 2000 })
  const codes = []
  const fails = async (begin) => {
    try {
      await begin()
      codes.push('none')
    } catch (error) {
      codes.push(error.code)
    }
  }
  const shutdown = new AbortController()
  const sms = { to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }
  const many = Array.from({ length: 30 }, () => fails(() => client.wait('x', { signal: shutdown.signal })))
  shutdown.abort()
  await Promise.all(many)
  await fails(() => client.sendSms(sms, { signal: AbortSignal.abort() }))
  await fails(() => client.sendSms(sms))
  await fails(() => client.sendSms({ ...sms, text: 5 }))
  await fails(() => client.send(undefined))
  await fails(() => client.check({ timeoutMs: 'soon' }))
  client.close()
  await fails(() => client.check())
  console.log(codes.slice(30).join(' '), new Set(codes.slice(0, 30)).size)
}

main()
