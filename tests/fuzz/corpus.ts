import { type BoardId, type ElementId, type Epoch, type GestureId, packLivePoints, packPoints } from '@inkwire/board'
import { batchDigest, PROTOCOL_VERSION } from '@inkwire/protocol'
import type { Seeded } from '../simulator/seeded.ts'
import { mutated, mutatedBytes } from './mutation.ts'
import { wildPack } from './wild-pack.ts'

/** Where messages are sent to, as one attacker sees it. */
export interface Aim {
  readonly board: BoardId
  readonly key: string
  readonly epoch: Epoch
  /** Of the connection's last join. */
  readonly actor: string
  /** The number that was sent last. */
  number: number
  /** The number that the log has last, as far as is known. */
  last: number
}

/** A message on its way to the server: an event with its arguments. */
export interface Message {
  readonly event: string
  readonly content: readonly unknown[]
}

/** Elements have one of so many ids: changes meet, and the board stays small. */
const ELEMENTS = 150

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

const letters = (random: Seeded, length: number): string =>
  Array.from({ length }, () => ALPHABET[random.between(0, 63)]).join('')
const gestureOf = (random: Seeded): GestureId => letters(random, 21) as GestureId
const elementOf = (random: Seeded): ElementId =>
  `fuzzed${String(random.between(1, ELEMENTS)).padStart(15, '0')}` as ElementId
export const actorOf = (random: Seeded): string => `${letters(random, 21)}A`
const place = (random: Seeded): number => random.between(-4_000, 4_000) / 4

/** A message as an honest page sends it. */
export function validMessage(aim: Aim, random: Seeded): Message {
  const kind = random.between(0, 99)
  if (kind < 50) {
    const message = { event: 'batch', content: [batch(aim, random)] }
    // What is sound is taken to be in the log: the next one follows it.
    aim.last = aim.number
    return message
  }
  if (kind < 80) return { event: 'live', content: [aim.board, wildPack([aim.number + 1, [livePart(random)]])] }
  if (kind < 90)
    return { event: 'tail', content: [{ board: aim.board, epoch: aim.epoch, after: random.between(0, 50) }] }
  if (kind < 97) return { event: 'board:join', content: [joinRequest(aim, random)] }
  if (kind < 98 && random.chance(0.1)) return { event: 'board:leave', content: [aim.board] }
  return { event: random.pick(['tick', 'people', 'access', 'moving', 'toString', 'message']) ?? '', content: [{}] }
}

/** The same, wrong in one way or another. */
export function hostileMessage(aim: Aim, random: Seeded): Message {
  const { last } = aim
  const { event, content } = validMessage(aim, random)
  aim.last = last
  // Half of what is packed is wrong within: it comes past the checks of the envelope.
  if (event === 'batch' && random.chance(0.6)) return { event, content: [hostileBatch(aim, random)] }
  if (event === 'live' && random.chance(0.7)) {
    const bytes = wildPack(mutated([aim.number + 1, [livePart(random), livePart(random)]], random))
    return { event, content: [aim.board, random.chance(0.3) ? mutatedBytes(bytes, random) : bytes] }
  }
  const changed = mutated([event, ...content], random)
  const [name, ...rest] = Array.isArray(changed) ? changed : [event]
  return { event: typeof name === 'string' ? name : event, content: rest }
}

function batch(aim: Aim, random: Seeded, ops = wildPack(opsOf(aim, random))): object {
  const number = ++aim.number
  const gesture = gestureOf(random)
  const { board, epoch } = aim
  return { board, epoch, number, prev: aim.last, digest: batchDigest(gesture, ops), gesture, foldVersion: 1, ops }
}

/** A batch with a sound envelope: what is wrong are its ops. */
function hostileBatch(aim: Aim, random: Seeded): object {
  const ops = wildPack(mutated(opsOf(aim, random), random))
  return batch(aim, random, random.chance(0.2) ? mutatedBytes(ops, random) : ops)
}

const opsOf = (aim: Aim, random: Seeded): unknown[] =>
  Array.from({ length: random.between(1, 4) }, () => opOf(aim, random))

/** One op in its packed form (packages/board/src/packed-ops.ts). */
function opOf(aim: Aim, random: Seeded): unknown {
  const id = elementOf(random)
  switch (random.between(0, 6)) {
    case 0:
      return [1, id, { x: place(random), color: 'red', parent: elementOf(random) }]
    case 1:
      return [2, id]
    case 2:
      return [3, id, 'label', [aim.actor, 1, 0], random.between(0, 9), 'words', [[aim.actor, 1, 0, 1]]]
    case 3:
      return [4, { background: 'grid', grid: random.between(1, 40) }]
    case 4:
      return [5, id, 'label']
    default:
      return [0, elementValue(id, random)]
  }
}

function elementValue(id: ElementId, random: Seeded): object {
  const at = { id, order: random.pick(['a0', 'a1', 'a1V', 'Zz']), x: place(random), y: place(random) }
  switch (random.between(0, 5)) {
    case 0:
      return {
        ...at,
        type: 'stroke',
        points: packPoints(
          [
            { x: 0, y: 0, pressure: 1 },
            { x: 9, y: 5, pressure: 0.5 },
          ],
          1,
        ),
      }
    case 1:
      return { ...at, type: 'text', text: 'hello', link: 'https://example.org', font: 'hand' }
    case 2: {
      const end = { x: 5, y: 5, binding: { id: elementOf(random), u: 0.5, v: 0.5, distance: 4 } }
      return { ...at, type: 'arrow', start: { x: 0, y: 0 }, end, mid: [[1, 1]], startHead: 'none' }
    }
    case 3:
      return { ...at, type: 'frame', w: 400, h: 300, name: 'A frame', parent: elementOf(random) }
    case 4:
      return { ...at, type: 'newer-thing', other: { deep: [1, { more: true }] } }
    default:
      return { ...at, type: 'rectangle', w: 40, h: 30, label: 'A label', sketchy: true, seed: 7 }
  }
}

/** One part in its packed form (packages/protocol/src/live.ts). */
function livePart(random: Seeded): unknown {
  switch (random.between(0, 7)) {
    case 0:
      return [2, [elementOf(random)]]
    case 1: {
      const points = packPoints([{ x: 1, y: 1, pressure: 0.5 }], 1)
      return [3, elementOf(random), place(random), place(random), 0, points, { color: 'ink', width: 2, pen: 'pen' }]
    }
    case 2:
      return [4, [[0, elementValue(elementOf(random), random)]]]
    case 3:
      return [5, [elementOf(random)], 16, 16, 0, 1]
    case 4:
      return [7, 1, [16, 16, 1, 1]]
    case 5:
      return [random.pick([1, 6])]
    case 6:
      return [8, random.between(0, 20), packLivePoints([{ x: 1, y: 1, pressure: random.pick([0.5, 1]) ?? 1 }], 1)]
    default:
      return [0, random.between(-9_000, 9_000), 16]
  }
}

export function joinRequest({ board, key, epoch }: Aim, random: Seeded): object {
  return {
    protocol: PROTOCOL_VERSION,
    board,
    key,
    actor: actorOf(random),
    ...(random.chance(0.3) ? { have: { epoch, seq: random.between(0, 100) } } : {}),
    ...(random.chance(0.2) ? { token: letters(random, 43) } : {}),
  }
}
