'use strict'
// smpp, with as many submits in flight as the argument says.

const fs = require('node:fs')
const smpp = require('smpp')
const worker = require('./worker.cjs')

const session = smpp.connect({
  // Over TLS its scheme is another.
  url: worker.url.replace('smpps:', 'ssmpp:'),
  ca: fs.readFileSync(worker.caFile),
})
session.on('error', (error) => {
  throw error
})

function submit() {
  return new Promise((resolve, reject) => {
    session.submit_sm(
      {
        source_addr_ton: smpp.TON.ALPHANUMERIC,
        source_addr: worker.from,
        dest_addr_ton: smpp.TON.INTERNATIONAL,
        dest_addr_npi: smpp.NPI.ISDN,
        destination_addr: worker.to.slice(1),
        registered_delivery: 1,
        // What it takes for texts like these by itself is 1, of which the standard says another alphabet.
        data_coding: 0,
        short_message: worker.text,
      },
      (answer) =>
        answer.command_status === smpp.ESME_ROK
          ? resolve(answer.message_id)
          : reject(new Error(`status ${answer.command_status}`)),
    )
  })
}

session.bind_transceiver({ system_id: worker.username, password: worker.password }, (answer) => {
  if (answer.command_status !== smpp.ESME_ROK) throw new Error(`not bound: ${answer.command_status}`)
  worker.serve(require('smpp/package.json').version, submit, worker.inFlight)
})
