import { createDriver } from '../driver/driver.ts'
import type { Driver } from '../driver/update.ts'
import { hocuspocus } from './peers/hocuspocus.ts'
import { httpPoll } from './peers/http-poll.ts'
import { relay, tickingRelay } from './peers/relay.ts'
import { socketIo } from './peers/socket-io.ts'
import { tldraw } from './peers/tldraw.ts'

/** Who is measured; each is started anew for every run. */
const CONTENDERS: { readonly [name: string]: Driver } = {
  relay,
  'ticking relay': tickingRelay,
  'Socket.IO': socketIo,
  tldraw,
  Hocuspocus: hocuspocus,
  Inkwire: createDriver(),
  'Inkwire long-polling': createDriver({ transport: 'polling' }),
  'polling each 500 ms': httpPoll,
}

/** Throws for a name that is not in the table. */
export function contender(name: string): Driver {
  const driver = CONTENDERS[name]
  if (!driver) throw new Error(`There is no contender ${name}`)
  return driver
}
