import type { ActorId } from './ids.ts'
import type { Value } from './value.ts'

/**
 * A text is a sequence of characters (code points), each with an id that never changes: (actor, number, offset). Neighbours with
 * consecutive ids form a run. Deleted characters stay as tombstones, so that whatever is anchored at them finds its place.
 */
export type TextSequence = readonly Run[]

/** `characters` is the text of a run, or how many deleted characters it stands for. */
export type Run = readonly [actor: ActorId, number: number, offset: number, characters: string | number]

/** The id of one character: of batch `number` of `actor`, the character that it created at `offset`. */
export type CharacterId = readonly [actor: ActorId, number: number, offset: number]

/** Consecutive characters: `length` of them from `offset`. */
export type CharacterRange = readonly [actor: ActorId, number: number, offset: number, length: number]

/** One change of a text: `insert` goes right after the character `after` (null: at the start), `delete` become tombstones. */
export interface Splice {
  readonly after: CharacterId | null
  /** Where to insert when `after` is not there: an offset in living characters, clamped. */
  readonly fallback: number
  readonly insert: string
  readonly delete: readonly CharacterRange[]
}

/** How many characters (code points) a string has. */
export function characterCount(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) count++
    else {
      count++
      i++
    }
  }
  return count
}

/** The index in UTF-16 units at which character `offset` begins. */
export function unitIndex(text: string, offset: number): number {
  let index = 0
  for (let k = 0; k < offset && index < text.length; k++) {
    const unit = text.charCodeAt(index)
    index += unit >= 0xd800 && unit <= 0xdbff ? 2 : 1
  }
  return index
}

/** The sequence of a plain string whose characters were created by one batch from `offset` on. */
export function textSequence(text: string, [actor, number, offset]: CharacterId): TextSequence {
  return text === '' ? [] : [[actor, number, offset, text]]
}

/** The living characters of a sequence. */
export function plainText(sequence: TextSequence | undefined): string {
  let text = ''
  for (const run of sequence ?? []) if (typeof run[3] === 'string') text += run[3]
  return text
}

/** Whether a value has the shape of a sequence; what stands in a document always has. */
export function isTextSequence(value: Value | TextSequence | undefined): value is TextSequence {
  return Array.isArray(value)
}

const runLength = (run: Run): number => (typeof run[3] === 'number' ? run[3] : characterCount(run[3]))

const holds = (run: Run, [actor, number, offset]: CharacterId): boolean =>
  run[0] === actor && run[1] === number && offset >= run[2] && offset < run[2] + runLength(run)

/** A run cut before its character `at`, 0 < at < its length. */
function cut([actor, number, offset, characters]: Run, at: number): [Run, Run] {
  if (typeof characters === 'number') {
    return [
      [actor, number, offset, at],
      [actor, number, offset + at, characters - at],
    ]
  }
  const index = unitIndex(characters, at)
  return [
    [actor, number, offset, characters.slice(0, index)],
    [actor, number, offset + at, characters.slice(index)],
  ]
}

/** Adds a run, joined to the one before where their ids are consecutive: so equal sequences have equal runs. */
function push(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  if (last && last[0] === run[0] && last[1] === run[1] && last[2] + runLength(last) === run[2]) {
    const [a, b] = [last[3], run[3]]
    if (typeof a === 'string' && typeof b === 'string') runs[runs.length - 1] = [last[0], last[1], last[2], a + b]
    else if (typeof a === 'number' && typeof b === 'number') runs[runs.length - 1] = [last[0], last[1], last[2], a + b]
    else runs.push(run)
  } else runs.push(run)
}

/** The sequence after a splice whose inserted characters get ids from `id` on. Deletes first, then inserts. */
export function spliced(sequence: TextSequence, splice: Splice, id: CharacterId): TextSequence {
  const deleted = splice.delete.length === 0 ? sequence : withTombstones(sequence, splice.delete)
  return splice.insert === '' ? deleted : withInserted(deleted, splice, id)
}

function withTombstones(sequence: TextSequence, ranges: readonly CharacterRange[]): TextSequence {
  const runs: Run[] = []
  for (const run of sequence) {
    if (typeof run[3] === 'number') {
      push(runs, run)
      continue
    }
    const [start, length] = [run[2], runLength(run)]
    const hit = ranges
      .filter((range) => range[0] === run[0] && range[1] === run[1])
      .map((range) => [Math.max(0, range[2] - start), Math.min(length, range[2] + range[3] - start)] as const)
      .filter(([from, to]) => from < to)
      .sort((a, b) => a[0] - b[0])
    let at = 0
    for (const [from, to] of hit) {
      if (to <= at) continue
      const begin = Math.max(from, at)
      if (begin > at) push(runs, slice(run, at, begin))
      push(runs, [run[0], run[1], start + begin, to - begin])
      at = to
    }
    if (at < length) push(runs, slice(run, at, length))
  }
  return runs
}

function slice(run: Run, from: number, to: number): Run {
  const tail = from === 0 ? run : cut(run, from)[1]
  return to - from === runLength(tail) ? tail : cut(tail, to - from)[0]
}

function withInserted(sequence: TextSequence, splice: Splice, [actor, number, offset]: CharacterId): TextSequence {
  const inserted: Run = [actor, number, offset, splice.insert]
  const [index, within] = place(sequence, splice)
  const runs: Run[] = []
  sequence.forEach((run, i) => {
    if (i === index && within < runLength(run)) {
      if (within > 0) {
        const [before, after] = cut(run, within)
        push(runs, before)
        push(runs, inserted)
        push(runs, after)
      } else {
        push(runs, inserted)
        push(runs, run)
      }
    } else {
      push(runs, run)
      if (i === index) push(runs, inserted)
    }
  })
  if (sequence.length === 0) push(runs, inserted)
  return runs
}

/** Where a splice inserts: the run, and how many of its characters stand before. */
function place(sequence: TextSequence, { after, fallback }: Splice): [index: number, within: number] {
  if (after === null) return [0, 0]
  const index = sequence.findIndex((run) => holds(run, after))
  const found = sequence[index]
  if (found) return [index, after[2] - found[2] + 1]
  let left = Math.max(0, fallback)
  for (const [i, run] of sequence.entries()) {
    if (typeof run[3] === 'number') continue
    const length = runLength(run)
    if (left <= length) return [i, left]
    left -= length
  }
  const last = sequence.at(-1)
  return last ? [sequence.length - 1, runLength(last)] : [0, 0]
}

/** The sequence without its tombstones. */
export function compacted(sequence: TextSequence): TextSequence {
  const runs: Run[] = []
  for (const run of sequence) if (typeof run[3] === 'string') push(runs, run)
  return runs
}

/** How many tombstones a sequence carries. */
export function tombstoneCount(sequence: TextSequence): number {
  return sequence.reduce((count, run) => count + (typeof run[3] === 'number' ? run[3] : 0), 0)
}

/** The id of the living character before offset `offset` (in living characters), or null at the start. */
export function characterBefore(sequence: TextSequence, offset: number): CharacterId | null {
  let left = offset
  let last: CharacterId | null = null
  if (left <= 0) return null
  for (const run of sequence) {
    if (typeof run[3] === 'number') continue
    const length = runLength(run)
    last = [run[0], run[1], run[2] + Math.min(left, length) - 1]
    if (left <= length) return last
    left -= length
  }
  return last
}

/** The ids of the living characters from `from` to `to` (offsets in living characters). */
export function characterRanges(sequence: TextSequence, from: number, to: number): CharacterRange[] {
  const ranges: CharacterRange[] = []
  let at = 0
  for (const run of sequence) {
    if (typeof run[3] === 'number') continue
    const length = runLength(run)
    const begin = Math.max(from, at)
    const end = Math.min(to, at + length)
    if (begin < end) ranges.push([run[0], run[1], run[2] + begin - at, end - begin])
    at += length
  }
  return ranges
}

/** The splice that makes `next` of what a sequence shows now, by the one stretch in which they differ. Undefined when equal. */
export function spliceTo(sequence: TextSequence, next: string): Splice | undefined {
  const before = Array.from(plainText(sequence))
  const after = Array.from(next)
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++
  }
  const insert = after.slice(head, after.length - tail).join('')
  const ranges = characterRanges(sequence, head, before.length - tail)
  if (insert === '' && ranges.length === 0) return undefined
  return { after: characterBefore(sequence, head), fallback: head, insert, delete: ranges }
}
