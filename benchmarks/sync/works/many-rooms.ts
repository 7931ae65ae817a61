import { streamWork } from './stream.ts'

export const manyRooms = streamWork({
  name: 'many-rooms',
  title: '100 boards of 5 people, each draws 10 updates a second',
  contenders: ['relay', 'ticking relay', 'Socket.IO', 'tldraw', 'Hocuspocus', 'Inkwire'],
  crowd: { rooms: 100, writers: 5, viewers: 0 },
  rate: 10,
  goals: [
    { contender: 'Inkwire', figure: 'cpu', most: 1, to: 'relay' },
    { contender: 'Inkwire', figure: 'p50', most: 5 },
  ],
})
