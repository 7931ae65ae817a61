import type { PersonId } from '@inkwire/board'
import type { HistoryPart } from '@inkwire/protocol'

/** A stretch of the log that the same people drew. */
export interface Band {
  /** Seqs. */
  readonly from: number
  readonly to: number
  /** Who drew most of it first. */
  readonly people: readonly PersonId[]
}

/** Parts that follow each other and are of the same people, as one: fewer things to draw. */
export function bandsOf(parts: readonly HistoryPart[]): readonly Band[] {
  const bands: Band[] = []
  for (const { from, to, people } of parts) {
    const last = bands.at(-1)
    const same = last && last.people.length === people.length && people.every((id, i) => id === last.people[i])
    if (last && same) bands[bands.length - 1] = { ...last, to }
    else bands.push({ from, to, people })
  }
  return bands
}

/** Who drew about when at a seq, before its batch is known: by the part that it lies in. */
export function roughMoment(
  parts: readonly HistoryPart[],
  seq: number,
): { readonly person: PersonId | undefined; readonly at: number } | undefined {
  const part = parts.find(({ to }) => seq <= to)
  if (!part || seq < part.from) return undefined
  const share = part.to === part.from ? 1 : (seq - part.from) / (part.to - part.from)
  return { person: part.people[0], at: part.fromAt + share * (part.toAt - part.fromAt) }
}
