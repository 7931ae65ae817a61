import { streamWork } from './stream.ts'

/** The load for which Nextcloud Whiteboard publishes 1.2 Gbit/s and 30 % of the connections lost. */
export const nextcloud = streamWork({
  name: 'nextcloud',
  title: 'One board, 500 people, a tenth of them draws 2 updates a second',
  contenders: ['relay', 'Inkwire'],
  crowd: { rooms: 1, writers: 50, viewers: 450 },
  rate: 2,
  goals: [
    { contender: 'Inkwire', figure: 'mbits', most: 50 },
    { contender: 'Inkwire', figure: 'dropped', most: 0 },
  ],
})
