import type { Box, Point } from '../../box.ts'

/** What of a line lies outside of a box, in its order. */
export function outsideBox(line: readonly Point[], box: Box): Point[][] {
  const pieces: Point[][] = []
  let piece: Point[] = []
  const end = () => {
    if (piece.length > 1) pieces.push(piece)
    piece = []
  }
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]]
    if (!a || !b) continue
    const within = insideShare(a, b, box)
    const at = (t: number): Point => ({ x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) })
    if (!within) {
      if (piece.length === 0) piece.push(a)
      piece.push(b)
      continue
    }
    const [enters, leaves] = within
    if (enters > 0) {
      if (piece.length === 0) piece.push(a)
      piece.push(at(enters))
    }
    end()
    if (leaves < 1) piece.push(at(leaves), b)
  }
  end()
  return pieces
}

/** The part of a segment that is in a box, as shares 0…1 of it; undefined: none. */
function insideShare(a: Point, b: Point, box: Box): readonly [enters: number, leaves: number] | undefined {
  let [enters, leaves] = [0, 1]
  const axes = [
    [a.x, b.x - a.x, box.minX, box.maxX],
    [a.y, b.y - a.y, box.minY, box.maxY],
  ] as const
  for (const [from, by, min, max] of axes) {
    if (by === 0) {
      if (from <= min || from >= max) return undefined
      continue
    }
    const [one, other] = [(min - from) / by, (max - from) / by]
    enters = Math.max(enters, Math.min(one, other))
    leaves = Math.min(leaves, Math.max(one, other))
  }
  return enters < leaves ? [enters, leaves] : undefined
}
