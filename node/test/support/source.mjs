// Messages to send many of, and what came of them.

/** Messages that `each` makes, with what was taken of them and whether the taker said that it wants no more. */
export function source(each, count = Infinity) {
  const seen = { taken: 0, closed: false }
  seen.messages = (function* () {
    try {
      while (seen.taken < count) yield each(seen.taken++)
    } finally {
      seen.closed = true
    }
  })()
  return seen
}

export async function all(iterable) {
  const items = []
  for await (const item of iterable) items.push(item)
  return items
}

export const indices = (items) => items.map(({ index }) => index).sort((one, other) => one - other)
export const upTo = (count) => Array.from({ length: count }, (_, index) => index)
