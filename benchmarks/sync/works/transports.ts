import { streamWork } from './stream.ts'

const contenders = ['Inkwire', 'Inkwire long-polling', 'polling each 500 ms']

/** A busy board over each transport. */
export const busyTransports = streamWork({
  name: 'busy',
  title: 'A busy board: 30 people, each draws 20 updates a second',
  contenders,
  crowd: { rooms: 1, writers: 30, viewers: 0 },
  rate: 20,
  goals: [],
})

/** A board on which little happens. */
export const idleTransports = streamWork({
  name: 'idle',
  title: 'An idle board: 30 people, one of them draws an update every two seconds',
  contenders,
  crowd: { rooms: 1, writers: 1, viewers: 29 },
  rate: 0.5,
  goals: [],
})
