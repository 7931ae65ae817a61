import { randomInt } from 'node:crypto'

const QUALITIES = [
  'Quiet',
  'Bright',
  'Swift',
  'Gentle',
  'Bold',
  'Merry',
  'Calm',
  'Clever',
  'Brave',
  'Sunny',
  'Lucky',
  'Keen',
]
const ANIMALS = [
  'Heron',
  'Otter',
  'Fox',
  'Wren',
  'Badger',
  'Lynx',
  'Robin',
  'Hare',
  'Seal',
  'Owl',
  'Finch',
  'Beaver',
  'Crane',
  'Moth',
]
/** The ink palette's colours, light, without ink and grey: a person's colour must stand out. */
const COLORS = ['#D6453D', '#D9730D', '#C99A06', '#2F8F5B', '#16858C', '#3565D6', '#7A4FD0', '#C83E86']

const pick = (list: readonly string[]): string => list[randomInt(list.length)] ?? ''

/** A name and a colour for somebody who has not chosen any yet. */
export function guestName(): { name: string; color: string } {
  return { name: `${pick(QUALITIES)} ${pick(ANIMALS)}`, color: pick(COLORS) }
}
