import { streamWork } from './stream.ts'

export const townHall = streamWork({
  name: 'town-hall',
  title: 'One board, 5 people draw 20 updates a second each, 1,000 look on',
  contenders: ['relay', 'Socket.IO', 'tldraw', 'Hocuspocus', 'Inkwire'],
  crowd: { rooms: 1, writers: 5, viewers: 1_000 },
  rate: 20,
  goals: [
    { contender: 'Inkwire', figure: 'p99', most: 150 },
    { contender: 'Inkwire', figure: 'dropped', most: 0 },
  ],
})
