import { createDriver } from '../driver/driver.ts'
import type { Driver } from '../driver/update.ts'
import { relay } from './relay.ts'

/** Who is measured; each is started anew for every run. */
export const CONTENDERS: { readonly [name: string]: Driver } = { relay, inkwire: createDriver() }

/** Throws for a name that is not in the table. */
export function contender(name: string): Driver {
  const driver = CONTENDERS[name]
  if (!driver) throw new Error(`There is no contender ${name}`)
  return driver
}
