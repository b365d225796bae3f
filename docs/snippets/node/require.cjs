const { Client } = require('ecall')

new Client().check().then(() => console.log('the credentials are good'))
