// Results and events of SMPP with the names of cases.

import { snake } from './vectors.mjs'

export function submitted({ messageId, parts, possibleDuplicate }) {
  return { message_id: messageId, parts: parts.map(snake), possible_duplicate: possibleDuplicate }
}

/** An event; optional parameters and dates within it have the names of core already. */
export function happened({ octets, tlvs, final, intermediate, code, ...event }) {
  const known = { is_final: final, is_intermediate: intermediate, kind: code, tlvs, octets: octets?.toString('hex') }
  return { ...snake(event), ...known }
}
