// The names of options as this language writes them, and as cases do.

export const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
export const camelKeys = (object) => Object.fromEntries(Object.entries(object ?? {}).map(([key, value]) => [camel(key), value]))
