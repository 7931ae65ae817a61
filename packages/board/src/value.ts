/** What a property can hold: JSON's values and bytes. Numbers are finite, strings well-formed Unicode. */
export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | { readonly [key: string]: Value }

/** Properties by name. Only own keys count, so that a property called `constructor` is just a property. */
export type Props = { readonly [name: string]: Value | undefined }

/** Deep equality of two values; bytes by content. */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i])
  }
  if (b instanceof Uint8Array) return false
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equalValues(item, b[i]))
  if (isList(b)) return false
  return equalProps(a, b)
}

/** Deep equality of two sets of properties; a property that is undefined equals one that is not there. */
export function equalProps(a: Props, b: Props): boolean {
  for (const key of Object.keys(a)) if (!equalValues(a[key], own(b, key))) return false
  for (const key of Object.keys(b)) if (!equalValues(own(a, key), b[key])) return false
  return true
}

/** `props[name]`, but undefined for what is only inherited (`constructor`, `__proto__`). */
export function own(props: Props, name: string): Value | undefined {
  return Object.hasOwn(props, name) ? props[name] : undefined
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
