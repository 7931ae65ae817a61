import {
  type CharacterId,
  type CharacterRange,
  characterCount,
  type Run,
  type Splice,
  spliced,
  type TextSequence,
  unitIndex,
} from './text.ts'

/** What a batch did to one text, by characters. */
export interface TextDifference {
  /** Characters that live after it and did not before. */
  readonly inserted: readonly CharacterRange[]
  /** Characters that lived before it and don't after. */
  readonly deleted: readonly DeletedText[]
}

/** One run of characters that were deleted. */
export interface DeletedText {
  readonly range: CharacterRange
  readonly text: string
  /** The living character that stood before it: where it goes when its tombstones are gone. */
  readonly after: CharacterId | null
  /** Offset in living characters at which it began, for when that one is gone too. */
  readonly fallback: number
}

/** These characters live on as others, with consecutive ids from `to` on: a character that was deleted can only come back as a new one. */
export interface Rename {
  readonly from: CharacterRange
  readonly to: CharacterId
}

type Interval = readonly [from: number, to: number]

/** Characters by (actor, number): finds which part of a run is among them. */
class CharacterSet {
  private readonly intervals = new Map<string, Interval[]>()

  add([actor, number, offset, length]: CharacterRange): void {
    const key = `${actor}:${number}`
    const list = this.intervals.get(key)
    if (list) list.push([offset, offset + length])
    else this.intervals.set(key, [[offset, offset + length]])
  }

  /** The range in pieces, in order, each wholly within the set or wholly outside. */
  pieces([actor, number, offset, length]: CharacterRange): {
    readonly range: CharacterRange
    readonly within: boolean
  }[] {
    const end = offset + length
    const hits = (this.intervals.get(`${actor}:${number}`) ?? [])
      .filter(([from, to]) => from < end && to > offset)
      .sort((a, b) => a[0] - b[0])
    const pieces: { range: CharacterRange; within: boolean }[] = []
    let at = offset
    for (const [from, to] of hits) {
      const begin = Math.max(from, at)
      const stop = Math.min(to, end)
      if (stop <= begin) continue
      if (begin > at) pieces.push({ range: [actor, number, at, begin - at], within: false })
      pieces.push({ range: [actor, number, begin, stop - begin], within: true })
      at = stop
    }
    if (at < end) pieces.push({ range: [actor, number, at, end - at], within: false })
    return pieces
  }
}

const rangeOf = ([actor, number, offset, characters]: Run): CharacterRange => [
  actor,
  number,
  offset,
  typeof characters === 'number' ? characters : characterCount(characters),
]

const lastOf = ([actor, number, offset, length]: CharacterRange): CharacterId => [actor, number, offset + length - 1]

function living(sequence: TextSequence): CharacterSet {
  const set = new CharacterSet()
  for (const run of sequence) if (typeof run[3] === 'string') set.add(rangeOf(run))
  return set
}

function present(sequence: TextSequence): CharacterSet {
  const set = new CharacterSet()
  for (const run of sequence) set.add(rangeOf(run))
  return set
}

/** The living characters of a sequence, in order. */
export function livingRanges(sequence: TextSequence): CharacterRange[] {
  return sequence.filter((run) => typeof run[3] === 'string').map(rangeOf)
}

/** The part of a run's text that a range within it stands for. */
function textOf(run: Run, range: CharacterRange): string {
  if (typeof run[3] !== 'string') return ''
  const from = range[2] - run[2]
  return run[3].slice(unitIndex(run[3], from), unitIndex(run[3], from + range[3]))
}

/** By which characters two states of one text differ. */
export function textDifference(before: TextSequence, after: TextSequence): TextDifference {
  const [livedBefore, livesAfter] = [living(before), living(after)]
  const inserted: CharacterRange[] = []
  for (const range of livingRanges(after)) {
    for (const piece of livedBefore.pieces(range)) if (!piece.within) inserted.push(piece.range)
  }
  const deleted: DeletedText[] = []
  let last: CharacterId | null = null
  let offset = 0
  for (const run of before) {
    if (typeof run[3] === 'number') continue
    for (const { range, within } of livesAfter.pieces(rangeOf(run))) {
      if (!within) deleted.push({ range, text: textOf(run, range), after: last, fallback: offset })
      last = lastOf(range)
      offset += range[3]
    }
  }
  return { inserted, deleted }
}

const NOTHING: CharacterId = ['' as CharacterId[0], 0, 0]

/**
 * The sequence with a difference taken back: what was inserted and still lives dies, what was deleted lives again under its old
 * ids. No log can bring this about (textSplices says what can); it is where undo wants to get to.
 */
export function withoutDifference(sequence: TextSequence, { inserted, deleted }: TextDifference): TextSequence {
  let next = spliced(sequence, { after: null, fallback: 0, insert: '', delete: inserted }, NOTHING)
  for (const piece of deleted) next = revived(next, piece)
  return next
}

function revived(sequence: TextSequence, { range, text, after, fallback }: DeletedText): TextSequence {
  const whole: Run = [range[0], range[1], range[2], text]
  const wanted = new CharacterSet()
  wanted.add(range)
  const runs: Run[] = []
  for (const run of sequence) {
    if (typeof run[3] === 'string') runs.push(run)
    else {
      for (const { range: part, within } of wanted.pieces(rangeOf(run))) {
        runs.push(within ? [part[0], part[1], part[2], textOf(whole, part)] : [part[0], part[1], part[2], part[3]])
      }
    }
  }
  let next: TextSequence = runs
  for (const { range: part, within } of present(sequence).pieces(range)) {
    if (within) continue
    const first = part[2] === range[2]
    const splice: Splice = {
      after: first ? after : [part[0], part[1], part[2] - 1],
      fallback: fallback + part[2] - range[2],
      insert: textOf(whole, part),
      delete: [],
    }
    next = spliced(next, splice, [part[0], part[1], part[2]])
  }
  return next
}

/** Ranges that one splice may delete; the wire allows 5,000. */
const RANGES_PER_SPLICE = 5_000

/** A splice and the characters (under their old ids, in order) that its insert brings back. */
export interface ReviveSplice {
  readonly splice: Splice
  readonly revived: readonly CharacterRange[]
}

/** The splices that make a text show what `to` shows; characters of `to` that don't live in `from` come back as new ones. */
export function textSplices(from: TextSequence, to: TextSequence): ReviveSplice[] {
  const result: ReviveSplice[] = []
  const [livesInFrom, inFrom, livesInTo] = [living(from), present(from), living(to)]
  const dying = livingRanges(from).flatMap((range) =>
    livesInTo.pieces(range).flatMap((piece) => (piece.within ? [] : [piece.range])),
  )
  for (let i = 0; i < dying.length; i += RANGES_PER_SPLICE) {
    const ranges = dying.slice(i, i + RANGES_PER_SPLICE)
    result.push({ splice: { after: null, fallback: 0, insert: '', delete: ranges }, revived: [] })
  }

  let anchor: CharacterId | null = null
  let offset = 0
  let stretch: { readonly fallback: number; insert: string; ids: CharacterRange[] } | undefined
  const flush = () => {
    if (!stretch) return
    const { fallback, insert, ids } = stretch
    result.push({ splice: { after: anchor, fallback, insert, delete: [] }, revived: ids })
    stretch = undefined
  }
  for (const run of to) {
    const text = typeof run[3] === 'string'
    for (const { range, within: lives } of livesInFrom.pieces(rangeOf(run))) {
      const there: CharacterRange | undefined = inFrom.pieces(range).findLast((piece) => piece.within)?.range
      if (text && !lives) {
        stretch ??= { fallback: offset, insert: '', ids: [] }
        stretch.insert += textOf(run, range)
        stretch.ids.push(range)
      } else if (there) flush()
      if (text) offset += range[3]
      // A character that comes back goes behind its own tombstone: other tombstones beside it may come back too, to where they were.
      if (there) anchor = lastOf(there)
    }
  }
  flush()
  return result
}

/** A range under its characters' present ids, in pieces. */
export function renamedRange(range: CharacterRange, renames: readonly Rename[]): CharacterRange[] {
  let pieces: CharacterRange[] = [range]
  const done: CharacterRange[] = []
  for (const { from, to } of renames) {
    const set = new CharacterSet()
    set.add(from)
    const rest: CharacterRange[] = []
    for (const piece of pieces.flatMap((left) => set.pieces(left))) {
      if (piece.within) done.push([to[0], to[1], to[2] + piece.range[2] - from[2], piece.range[3]])
      else rest.push(piece.range)
    }
    pieces = rest
  }
  return [...done, ...pieces]
}

function renamedCharacter(id: CharacterId | null, renames: readonly Rename[]): CharacterId | null {
  if (!id) return null
  const [range] = renamedRange([id[0], id[1], id[2], 1], renames)
  return range ? [range[0], range[1], range[2]] : id
}

/** A sequence under its characters' present ids. */
export function renamedSequence(sequence: TextSequence, renames: readonly Rename[]): TextSequence {
  const sources = new CharacterSet()
  for (const { from } of renames) sources.add(from)
  return sequence.flatMap((run) =>
    sources.pieces(rangeOf(run)).flatMap(({ range, within }): Run[] => {
      const text = typeof run[3] === 'string'
      if (!within) return [[range[0], range[1], range[2], text ? textOf(run, range) : range[3]]]
      return ordered(range, renames).map(([old, now]) => [now[0], now[1], now[2], text ? textOf(run, old) : old[3]])
    }),
  )
}

/** The pieces of a range in its own order, each with its present first id. */
function ordered(range: CharacterRange, renames: readonly Rename[]): [CharacterRange, CharacterId][] {
  const pieces: [CharacterRange, CharacterId][] = []
  for (const { from, to } of renames) {
    const set = new CharacterSet()
    set.add(from)
    for (const piece of set.pieces(range)) {
      if (piece.within) pieces.push([piece.range, [to[0], to[1], to[2] + piece.range[2] - from[2]]])
    }
  }
  return pieces.sort((a, b) => a[0][2] - b[0][2])
}

/** A difference under its characters' present ids. */
export function renamedDifference(difference: TextDifference, renames: readonly Rename[]): TextDifference {
  return {
    inserted: difference.inserted.flatMap((range) => renamedRange(range, renames)),
    deleted: difference.deleted.flatMap((piece) => {
      const after = renamedCharacter(piece.after, renames)
      const whole: Run = [piece.range[0], piece.range[1], piece.range[2], piece.text]
      const parts = renamedSequence([whole], renames)
      let [last, fallback] = [after, piece.fallback]
      return parts.map((run): DeletedText => {
        const part = { range: rangeOf(run), text: String(run[3]), after: last, fallback }
        last = lastOf(part.range)
        fallback += part.range[3]
        return part
      })
    }),
  }
}
