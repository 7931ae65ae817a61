import type { BoardId, Person } from '@inkwire/board'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Secrets } from '../access/secrets.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Provider } from '../accounts/auth.ts'
import type { AssetFiles } from '../assets/asset-files.ts'
import type { Assets } from '../assets/assets.ts'
import type { Places } from '../boards/places.ts'
import type { Thumbnails } from '../boards/thumbnails.ts'
import type { Trash } from '../boards/trash.ts'
import type { Database } from '../database/database.ts'
import type { DiskSpace } from '../disk/disk-space.ts'
import type { DocumentThread } from '../documents/document-thread.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Rooms } from '../room/rooms.ts'
import type { Sharing } from '../sharing/sharing.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { Erasing } from '../upkeep/erasing.ts'

/** What routes need. */
export interface ApiParts {
  readonly database: Database
  readonly accounts: Accounts
  /** The operator's, through which people can sign in. */
  readonly provider: Provider | undefined
  readonly publicUrl: string | undefined
  readonly access: Access
  readonly secrets: Secrets
  readonly log: Log
  readonly rooms: Rooms
  readonly thread: DocumentThread
  readonly thumbnails: Thumbnails
  readonly trash: Trash
  readonly places: Places
  readonly sharing: Sharing
  readonly assets: Assets
  readonly erasing: Erasing
  /** The database's disk, where it is on this machine. */
  readonly disk: Pick<DiskSpace, 'full'>
  readonly files: AssetFiles
  readonly metrics: Metrics
  /** Who shows it may read the metrics; undefined: whoever is on this machine may. */
  readonly metricsToken: string | undefined
  readonly tracing: Tracing
  /** Boards are to be removed for good: soon, not at the next look. */
  readonly boardsLeft: () => void
  /** Tells people who are connected what a request has changed. */
  readonly gateway: {
    personChanged(person: Person): void
    boardRenamed(board: BoardId, name: string): void
    accessChanged(board: BoardId): void
  }
}

/** Registers the routes of one noun. */
export type Route = (app: FastifyInstance, parts: ApiParts) => void
