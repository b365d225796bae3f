// Begins a send and does not wait for it: it is finished before the process ends.
const { Client } = require('ecall')

new Client().sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }).then((sent) => console.log(sent.messageId))
