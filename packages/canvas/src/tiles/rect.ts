/** A rectangle of device px. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export function rectBetween(x: number, y: number, right: number, bottom: number): Rect {
  return { x, y, w: right - x, h: bottom - y }
}

export function rectArea({ w, h }: Rect): number {
  return w * h
}

/** What two rectangles share; undefined: nothing. */
export function rectIntersection(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  const right = Math.min(a.x + a.w, b.x + b.w)
  const bottom = Math.min(a.y + a.h, b.y + b.h)
  return right > x && bottom > y ? rectBetween(x, y, right, bottom) : undefined
}

export function rectUnion(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return rectBetween(x, y, Math.max(a.x + a.w, b.x + b.w), Math.max(a.y + a.h, b.y + b.h))
}

export function rectHolds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  )
}

/** What is left of rectangles without one. */
export function rectsWithout(rects: readonly Rect[], hole: Rect): Rect[] {
  return rects.flatMap((rect) => {
    const cut = rectIntersection(rect, hole)
    if (!cut) return [rect]
    const [right, bottom] = [rect.x + rect.w, rect.y + rect.h]
    const [cutRight, cutBottom] = [cut.x + cut.w, cut.y + cut.h]
    const left: Rect[] = []
    if (cut.y > rect.y) left.push(rectBetween(rect.x, rect.y, right, cut.y))
    if (cutBottom < bottom) left.push(rectBetween(rect.x, cutBottom, right, bottom))
    if (cut.x > rect.x) left.push(rectBetween(rect.x, cut.y, cut.x, cutBottom))
    if (cutRight < right) left.push(rectBetween(cutRight, cut.y, right, cutBottom))
    return left
  })
}

/** Rectangles that cover the given ones, at most so many: those are joined whose union wastes least. */
export function joinedRects(rects: readonly Rect[], most: number): Rect[] {
  const joined: Rect[] = []
  for (const rect of rects) {
    let next = rect
    for (;;) {
      const meets = joined.findIndex((other) => rectIntersection(other, next) !== undefined)
      const at = meets >= 0 ? meets : joined.length >= most ? cheapestJoin(joined, next) : -1
      const other = joined[at]
      if (!other) break
      joined.splice(at, 1)
      next = rectUnion(other, next)
    }
    joined.push(next)
  }
  return joined
}

function cheapestJoin(rects: readonly Rect[], rect: Rect): number {
  let [best, least] = [-1, Infinity]
  for (const [i, other] of rects.entries()) {
    const waste = rectArea(rectUnion(other, rect)) - rectArea(other)
    if (waste < least) {
      best = i
      least = waste
    }
  }
  return best
}
