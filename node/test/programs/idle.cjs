// Makes clients and never uses them.
const { Client } = require('ecall')

new Client({ onLog() {} })
new Client().close()
console.log('made')
