import type { Room } from '../room/room.ts'
import type { Metrics } from './metrics.ts'

/** A database that has not answered by then is down, for whoever asks. */
const DATABASE_MS = 1_000

/** What is looked at when somebody asks for the metrics. */
export interface Readings {
  readonly connections: () => number
  /** Connections that take too little. */
  readonly behind: () => number
  readonly rooms: () => Iterable<Pick<Room, 'members' | 'document' | 'memory'>>
  /** ms */
  readonly tick: () => number
  readonly commitsWaiting: () => number
  /** undefined: there is none. */
  readonly redis: () => boolean | undefined
  /** Rejects when the database does not answer. */
  readonly database: () => Promise<unknown>
  readonly diskFull: () => boolean
}

/** Puts what has a value at any moment among the metrics. */
export function addReadings(metrics: Metrics, readings: Readings): void {
  const sum = (count: (room: Pick<Room, 'members' | 'document' | 'memory'>) => number): number => {
    let all = 0
    for (const room of readings.rooms()) all += count(room)
    return all
  }
  metrics.reading('connections', 'Connections of this instance', readings.connections)
  metrics.reading('connections_behind', 'Connections that get no ticks until they have caught up', readings.behind)
  metrics.reading('boards_open', 'Boards that are open on this instance', () => sum(() => 1))
  metrics.reading('pages_on_boards', 'Pages that have joined a board through this instance', () =>
    sum(({ members }) => members.size),
  )
  metrics.reading('elements_open', 'Elements of the boards that are open on this instance', () =>
    sum(({ document }) => document.size),
  )
  metrics.reading('board_bytes', 'Memory that the open boards take, about', () => sum(({ memory }) => memory))
  metrics.reading(
    'tick_interval_seconds',
    'Pause between two ticks of a board; grows under load',
    () => readings.tick() / 1_000,
  )
  metrics.reading('commits_waiting', 'Batches that wait for the database', readings.commitsWaiting)
  metrics.reading('redis_up', '1 while Redis is connected; missing where there is none', () => bit(readings.redis()))
  metrics.reading('database_up', '1 while the database answers', async () => bit(await answers(readings.database())))
  metrics.reading('disk_full', '1 while nothing is saved for lack of room', () => bit(readings.diskFull()))
}

function bit(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}

async function answers(asked: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, DATABASE_MS, false)
  })
  try {
    return await Promise.race([
      late,
      asked.then(
        () => true,
        () => false,
      ),
    ])
  } finally {
    clearTimeout(timer)
  }
}
