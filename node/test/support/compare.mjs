// The comparison of conformance cases; see tests/conformance/README.md.

import assert from 'node:assert/strict'

function absent(value) {
  return value === undefined || value === null
}

import { camel } from './names.mjs'

/** Keys of errors that are not compared like the rest. */
const SPECIAL = {
  // Cases name an option as core does, errors as this language does.
  fields: (where, stated, { fields: found }, { fields_exact: all }) =>
    fields(stated.map((field) => ({ ...field, field: camel(field.field) })), found, all),
  fields_exact() {},
  message_contains: (where, stated, { message }) =>
    stated.forEach((part) => assert.ok(message.includes(part), `${where}: ${message} lacks ${part}`)),
  message_not_contains: (where, stated, { everything }) =>
    stated.forEach((part) => assert.ok(!everything.includes(part), `${where}: ${everything} holds ${part}`)),
}

/** Whether the found value is what the case states: objects as subsets, placeholders as they say. */
export function matches(where, stated, found) {
  if (stated === null) return assert.ok(absent(found), `${where}: ${show(found)} where nothing was expected`)
  if (Array.isArray(stated)) {
    assert.ok(Array.isArray(found) && found.length === stated.length, `${where}: ${show(found)}, not ${show(stated)}`)
    stated.forEach((item, index) => matches(`${where}[${index}]`, item, found[index]))
    return undefined
  }
  if (typeof stated !== 'object') return assert.equal(found, stated, `${where}: ${show(found)}, not ${show(stated)}`)
  if (stated.$present) return assert.ok(!absent(found), `${where} is absent`)
  if (stated.$null) return assert.ok(absent(found), `${where}: ${show(found)} where nothing was expected`)
  if (stated.$regex !== undefined) {
    return assert.ok(typeof found === 'string' && new RegExp(stated.$regex).test(found), `${where}: ${show(found)} lacks ${stated.$regex}`)
  }
  assert.ok(!absent(found) && typeof found === 'object', `${where}: ${show(found)}, not ${show(stated)}`)
  const isError = typeof found.everything === 'string'
  for (const [key, value] of Object.entries(stated)) {
    if (isError && Object.hasOwn(SPECIAL, key)) SPECIAL[key](where, value, found, stated)
    else matches(`${where}.${key}`, value, found[key])
  }
  return undefined
}

/** Whether the found value is exactly what the case states. */
export function exactly(where, stated, found) {
  assert.deepEqual(found, stated, `${where}: ${show(found)}, not ${show(stated)}`)
}

/** Whether a number lies within bounds, both included. */
export function within(where, { min = -Infinity, max = Infinity }, found) {
  assert.ok(found >= min && found <= max, `${where}: ${found}, not ${min} to ${max}`)
}

/** Whether every stated problem is among the found ones, and with `all` no other. */
function fields(stated, found, all) {
  for (const one of stated) {
    const same = (other) =>
      other.field.toLowerCase() === one.field.toLowerCase() &&
      other.rule === one.rule &&
      ['length', 'limit'].every((key) => one[key] === undefined || one[key] === other[key])
    assert.ok(found.some(same), `no ${show(one)} among ${show(found)}`)
  }
  if (all) assert.equal(found.length, stated.length, `more problems than stated: ${show(found)}`)
}

function show(value) {
  return JSON.stringify(value)?.slice(0, 2000)
}
