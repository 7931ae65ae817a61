import {
  type ActorId,
  type CharacterId,
  characterBefore,
  characterCount,
  plainText,
  spliced,
  spliceTo,
  type TextSequence,
  unitIndex,
} from '@inkwire/board'

/** A text as it stands in a field that somebody types in: offsets are UTF-16 units, as the browser's. */
export interface FieldText {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Number of a batch that there can't be: characters that were typed and aren't committed have ids of it. */
const PENDING = -1

/**
 * Brings what others did to a text into the field: my words that aren't committed stay, and the caret stays behind its character.
 *
 * @param known the sequence that the field was last in step with
 * @param next the sequence that is shown now
 */
export function rebased(field: FieldText, known: TextSequence, next: TextSequence, actor: ActorId): FieldText {
  const pending = spliceTo(known, field.value)
  const id: CharacterId = [actor, PENDING, 0]
  const mine = pending ? spliced(known, pending, id) : known
  const merged = pending ? spliced(next, pending, id) : next
  const value = plainText(merged)
  const moved = (unit: number): number => {
    const offset = characterCount(field.value.slice(0, unit))
    return unitIndex(value, offsetAfter(merged, characterBefore(mine, offset)) ?? offset)
  }
  return { value, start: moved(field.start), end: moved(field.end) }
}

/** How many living characters stand up to a character, it included if it lives; undefined when the sequence doesn't know it. */
export function offsetAfter(sequence: TextSequence, id: CharacterId | null): number | undefined {
  if (!id) return 0
  let offset = 0
  for (const [actor, number, from, characters] of sequence) {
    const living = typeof characters === 'string'
    const length = living ? characterCount(characters) : characters
    if (actor === id[0] && number === id[1] && id[2] >= from && id[2] < from + length) {
      return living ? offset + id[2] - from + 1 : offset
    }
    if (living) offset += length
  }
  return undefined
}
