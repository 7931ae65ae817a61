import { streamWork } from './stream.ts'

export const oneRoom = streamWork({
  name: 'one-room',
  title: 'One board, 30 people, each draws 20 updates a second',
  contenders: ['relay', 'ticking relay', 'Socket.IO', 'tldraw', 'Hocuspocus', 'Inkwire'],
  crowd: { rooms: 1, writers: 30, viewers: 0 },
  rate: 20,
  goals: [
    { contender: 'Inkwire', figure: 'cpu', most: 0.3, to: 'relay' },
    { contender: 'Inkwire', figure: 'p50', most: 10 },
    { contender: 'Inkwire', figure: 'p99', most: 25 },
  ],
})
