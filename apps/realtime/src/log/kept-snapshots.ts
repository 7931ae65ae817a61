/** The newest snapshots stay: clients that were told of one fetch it, and most history that is looked at is recent. */
const NEWEST = 8
/** Between older ones there may be this part of their age: a moment of a year ago takes a fold of weeks, not of hours. */
const SHARE = 1 / 8

/**
 * Which of a board's snapshots can go, so that what is left grows with the logarithm of the log: from any seq that is `n` batches
 * old there are at most n/8 batches to the snapshot before it, as far as there was one. Of 2,000 snapshots (a million batches)
 * 77 are left.
 */
export function superfluous(seqs: readonly number[]): number[] {
  const sorted = seqs.toSorted((a, b) => b - a)
  const newest = sorted[0] ?? 0
  const gone: number[] = []
  let kept = sorted[NEWEST - 1] ?? 0
  for (let i = NEWEST; i < sorted.length - 1; i++) {
    const [seq = 0, before = 0] = [sorted[i], sorted[i + 1]]
    if (kept - before <= (newest - kept) * SHARE) gone.push(seq)
    else kept = seq
  }
  return gone
}
