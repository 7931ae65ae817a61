import {
  type ActorId,
  BoardDocument,
  type ElementId,
  fold,
  type GestureId,
  type Op,
  type PersonId,
  packOps,
  packSnapshot,
  unpackOps,
} from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import { HistoryBoard } from './history-board.ts'
import { Past } from './past.ts'
import { PastDocument } from './past-document.ts'
import { Player, type PlayerTime } from './player.ts'

const ACTOR = `${'A'.repeat(21)}A` as ActorId
const id = (n: number) => `element-${n}`.padEnd(21, '_') as ElementId

/** A log in which each batch puts an element or moves one; three batches are one gesture. */
class Log {
  readonly records: BatchRecord[] = []
  readonly asked: string[] = []
  down = false

  constructor(length: number) {
    for (let seq = 1; seq <= length; seq++) {
      const ops: Op[] =
        seq % 4 === 0
          ? [{ op: 'set', id: id((seq - 1) % 40), props: { x: seq } }]
          : [{ op: 'put', element: { id: id(seq % 40), type: 'rectangle', order: 'a0', x: seq, y: 0, w: 1, h: 1 } }]
      this.records.push({
        seq, actor: ACTOR, number: seq, person: 'p'.repeat(21) as PersonId, at: seq * 1_000, foldVersion: 1,
        gesture: `${Math.ceil(seq / 3)}`.padEnd(21, '_') as GestureId, ops: packOps(ops),
      }) // biome-ignore format: one row of names
    }
  }

  folded(seq: number): BoardDocument {
    const document = new BoardDocument()
    for (const record of this.records.slice(0, seq)) fold(document, { ...record, ops: unpackOps(record.ops) })
    return document
  }

  async document(seq: number): Promise<Uint8Array> {
    this.ask(`document ${seq}`)
    return packSnapshot(this.folded(seq))
  }

  async recordsAfter(after: number, limit: number): Promise<readonly BatchRecord[]> {
    this.ask(`records ${after} ${limit}`)
    return this.records.slice(after, after + limit)
  }

  private ask(what: string): void {
    this.asked.push(what)
    if (this.down) throw new Error('The server is away.')
  }
}

/** Time that goes on when it is told to. */
class Clock implements PlayerTime {
  ms = 0
  private frames: (() => void)[] = []
  private timers: { readonly at: number; readonly run: () => void }[] = []

  now(): number {
    return this.ms
  }

  frame(callback: () => void): () => void {
    this.frames.push(callback)
    return () => {
      this.frames = this.frames.filter((one) => one !== callback)
    }
  }

  later(run: () => void, ms: number): () => void {
    this.timers.push({ at: this.ms + ms, run })
    return () => {}
  }

  /** Lets time pass in frames of 50 ms; what was asked for comes in between. */
  async pass(ms: number): Promise<void> {
    for (const end = this.ms + ms; this.ms < end; ) {
      this.ms += 50
      const due = this.timers.filter(({ at }) => at <= this.ms)
      this.timers = this.timers.filter(({ at }) => at > this.ms)
      for (const { run } of due) run()
      const frames = this.frames
      this.frames = []
      for (const frame of frames) frame()
      await settled()
    }
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

function opened(length: number, floor = 0, at = length, islands: readonly number[] = []) {
  const log = new Log(length)
  const clock = new Clock()
  const board = new HistoryBoard(ACTOR, PastDocument.of(log.folded(length), -1))
  const changes: number[] = []
  board.onChange((ids) => changes.push(ids.size))
  const source = {
    document: (seq: number) => log.document(seq),
    records: (after: number, limit: number) => log.recordsAfter(after, limit),
  }
  const past = new Past(source, floor, length, new Set(islands))
  const player = new Player(board, past, at, clock)
  const shows = () => {
    const document = new BoardDocument()
    for (const element of board.elements()) document.put(element)
    return document.hash
  }
  const expectShown = (seq: number) => {
    expect(player.getState()).toMatchObject({ seq, shown: seq, problem: null })
    expect(shows()).toBe(log.folded(seq).hash)
  }
  return { log, clock, board, past, player, changes, shows, expectShown }
}

test('any seq is shown as the log had it, in any order', async () => {
  const { player, expectShown, past } = opened(500)
  await settled()
  expectShown(500)
  for (const seq of [499, 470, 12, 0, 1, 250, 251, 500, 30]) {
    player.show(seq)
    await settled()
    await settled()
    expectShown(seq)
    if (seq > 0) expect(past.record(seq)?.seq).toBe(seq)
  }
  player.show(-7)
  await settled()
  expectShown(0)
  player.show(1e9)
  await settled()
  await settled()
  expectShown(500)
})

test('what was shown and is the same is not painted anew', async () => {
  const { player, changes } = opened(500)
  await settled()
  expect(changes).toEqual([0])
  player.show(499)
  await settled()
  expect(changes).toEqual([0, 1])
})

test('steps go by gestures, and need no request each', async () => {
  const { player, log, expectShown } = opened(100, 0, 60)
  await settled()
  const before = log.asked.length
  for (const seq of [63, 66]) {
    player.step(1)
    expectShown(seq)
  }
  for (const seq of [63, 60, 57, 54]) {
    player.step(-1)
    expectShown(seq)
  }
  expect(log.asked.length).toBe(before)
  player.show(0)
  player.step(-1)
  expectShown(0)
})

test('of many seqs that are asked for while one loads only the last is loaded', async () => {
  const { player, log, expectShown } = opened(5_000)
  await settled()
  const before = log.asked.length
  for (let seq = 4_000; seq > 2_000; seq -= 10) player.show(seq)
  for (let i = 0; i < 5; i++) await settled()
  expectShown(2_010)
  expect(log.asked.length - before).toBeLessThanOrEqual(4)
})

test('a history plays from its beginning to its end in due time, and stops there', async () => {
  const { player, clock, expectShown } = opened(30)
  await settled()
  player.play()
  expect(player.getState()).toMatchObject({ playing: true })
  await clock.pass(5_000)
  expect(player.getState().shown).toBeGreaterThan(12)
  expect(player.getState().shown).toBeLessThan(18)
  await clock.pass(6_000)
  expectShown(30)
  expect(player.getState().playing).toBe(false)
})

test('a long history plays in a minute as well, by documents; speed and pause are heard', async () => {
  const { player, clock, log } = opened(80_000)
  log.folded = () => new BoardDocument()
  await settled()
  player.play()
  await clock.pass(1_000)
  player.setSpeed(4)
  await clock.pass(14_000)
  expect(player.getState()).toMatchObject({ playing: true })
  expect(player.getState().shown).toBeGreaterThan(70_000)
  player.pause()
  const { shown } = player.getState()
  await clock.pass(1_000)
  expect(player.getState()).toMatchObject({ playing: false, seq: shown, shown })
  player.play()
  await clock.pass(2_000)
  expect(player.getState()).toMatchObject({ playing: false, seq: 80_000, shown: 80_000 })
})

test('while the server is away it says so, asks again, and goes on', async () => {
  const { player, clock, log, expectShown } = opened(3_000)
  await settled()
  log.down = true
  player.show(1_000)
  await settled()
  expect(player.getState()).toMatchObject({ seq: 1_000, shown: 3_000, problem: 'The server is away.' })
  await clock.pass(2_500)
  log.down = false
  await clock.pass(2_500)
  expectShown(1_000)
})

test('of what is pruned a version that was kept by itself is shown, and its neighbours are not', async () => {
  const { player, expectShown, clock } = opened(1_000, 600, 1_000, [250])
  await settled()
  player.show(250)
  await settled()
  expectShown(250)
  player.step(-1)
  await settled()
  expectShown(600)
  player.show(250)
  player.step(1)
  await settled()
  expectShown(600)
  player.show(250)
  await settled()
  player.play()
  await clock.pass(500)
  expect(player.getState().shown).toBeGreaterThan(600)
})

test('a log that a newer version wrote is not folded wrongly', async () => {
  const { player, log } = opened(3_000)
  await settled()
  log.records.splice(999, 1, ...log.records.slice(999, 1_000).map((record) => ({ ...record, foldVersion: 99 })))
  player.show(1_000)
  await settled()
  expect(player.getState()).toMatchObject({ shown: 3_000, problem: expect.stringContaining('older than the server') })
})

test('of a pruned log the floor is the oldest that is shown', async () => {
  const { player, expectShown, clock } = opened(1_000, 600)
  await settled()
  player.show(5)
  await settled()
  expectShown(600)
  player.show(1_000)
  player.play()
  expect(player.getState().seq).toBe(600)
  await clock.pass(61_000)
  expectShown(1_000)
})
