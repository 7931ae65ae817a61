import type { Crowd } from './deliveries.ts'
import type { Figures } from './figures.ts'

/** What a generator is to do. */
export type Task = StreamTask | JoinTask | BatchTask

interface ServerUnderTest {
  readonly contender: string
  /** Of the servers: clients are spread over them in turns. */
  readonly ports: readonly number[]
  /** Of the servers and of what belongs to them. */
  readonly pids: readonly number[]
}

/** People draw, others see it. */
export interface StreamTask extends Crowd, ServerUnderTest {
  readonly kind: 'stream'
  readonly warmUp: number
  readonly seconds: number
  /** Updates a second and writer. */
  readonly rate: number
}

/** A full board is opened, by some one after the other, then by many at once. */
export interface JoinTask extends ServerUnderTest {
  readonly kind: 'join'
  readonly elements: number
  readonly joins: number
  readonly atOnce: number
}

/** Batches are committed as fast as they are acknowledged. */
export interface BatchTask extends ServerUnderTest {
  readonly kind: 'batches'
  readonly boards: number
  readonly writers: number
  readonly seconds: number
}

/** What a generator prints. */
export type Measured = Figures
