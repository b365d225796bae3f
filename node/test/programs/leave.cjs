// Ends the process, once it is told to, while calls are under way that nobody will answer.
const { Client } = require('ecall')

const client = new Client({ onLog() {} })
for (let i = 0; i < 20; i += 1) client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }).catch(() => {})
process.stdin.resume().on('end', () => process.exit(7))
