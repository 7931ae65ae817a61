import type { BoardId } from '@inkwire/board'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Backlogs } from './backlog.ts'
import type { Connection } from './connection.ts'

const MOST = 1_600
const BOARD = 'b'.repeat(21) as BoardId

let backlogs: Backlogs
let told: string[]
let buffer: { data: Uint8Array }[]
let connection: Connection
let cut: boolean

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  buffer = []
  cut = false
  const socket = { bufferedAmount: 0, terminate: () => (cut = true) }
  const conn = {
    transport: { socket },
    get writeBuffer() {
      return buffer
    },
  }
  connection = { conn } as unknown as Connection
  backlogs = new Backlogs(MOST, (_, board) => told.push(board))
})
afterEach(() => {
  backlogs.forget(connection)
  vi.useRealTimers()
})

const waits = (bytes: number, packets = 1) => {
  buffer = Array.from({ length: packets }, () => ({ data: new Uint8Array(bytes / packets) }))
}

test('live goes first, by bytes or by packets, then ticks', () => {
  expect(backlogs.keeps(connection)).toBe('up')
  waits(100)
  expect(backlogs.keeps(connection)).toBe('up without live')
  waits(30, 30)
  expect(backlogs.keeps(connection)).toBe('up without live')
  waits(800)
  expect(backlogs.keeps(connection)).toBe('stuck')
  waits(300, 300)
  expect(backlogs.keeps(connection)).toBe('stuck')
  waits(399)
  expect(backlogs.busy(connection)).toBe(false)
  waits(400)
  expect(backlogs.busy(connection)).toBe(true)
})

test('whoever missed batches is told once it takes messages again, and once', () => {
  waits(800)
  backlogs.missed(connection, BOARD)
  backlogs.missed(connection, BOARD)
  vi.advanceTimersByTime(5_000)
  expect(told).toEqual([])
  waits(0, 0)
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual([BOARD])
})

test('whoever has more waiting than may, or takes nothing for a minute, is cut off', () => {
  waits(MOST)
  backlogs.check(connection)
  expect(cut).toBe(false)
  waits(MOST + 1)
  backlogs.check(connection)
  expect(cut).toBe(true)
  cut = false
  waits(800)
  backlogs.missed(connection, BOARD)
  vi.advanceTimersByTime(59_000)
  expect(cut).toBe(false)
  vi.advanceTimersByTime(2_000)
  expect(cut).toBe(true)
})
