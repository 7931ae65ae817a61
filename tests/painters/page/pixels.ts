/** Pixels of two pictures that don't agree. */
export interface Difference {
  readonly count: number
  /** The first one. */
  readonly at: readonly [x: number, y: number]
}

/**
 * Compares two pictures. A pixel agrees with the other picture when each of its channels (0…255, premultiplied) lies between the
 * least and the most of the nine pixels around that place there, give or take `slack`: so a smooth edge may have a little more or less
 * ink, but no ink may be missing, left over, or a whole pixel off.
 */
export function differenceOf(a: ImageData, b: ImageData, slack: number): Difference {
  let [count, first] = [0, 0]
  const [wordsA, wordsB] = [new Uint32Array(a.data.buffer), new Uint32Array(b.data.buffer)]
  if (wordsA.every((word, i) => word === wordsB[i])) return { count, at: [0, 0] }
  const [one, other] = [premultiplied(a), premultiplied(b)]
  for (let i = 0; i < one.length; i += 4) {
    if (wordsA[i / 4] === wordsB[i / 4] || near(one, other, i, slack)) continue
    if (agrees(one, other, i, a.width, slack) && agrees(other, one, i, a.width, slack)) continue
    if (count++ === 0) first = i / 4
  }
  return { count, at: [first % a.width, Math.floor(first / a.width)] }
}

function near(one: Float32Array, other: Float32Array, i: number, slack: number): boolean {
  for (let c = i; c < i + 4; c++) if (Math.abs((one[c] ?? 0) - (other[c] ?? 0)) > slack) return false
  return true
}

function agrees(one: Float32Array, other: Float32Array, i: number, width: number, slack: number): boolean {
  for (let c = i; c < i + 4; c++) {
    let [least, most] = [255, 0]
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const value = other[c + 4 * (dy * width + dx)] ?? 0
        if (value < least) least = value
        if (value > most) most = value
      }
    }
    const value = one[c] ?? 0
    if (value < least - slack || value > most + slack) return false
  }
  return true
}

function premultiplied({ data }: ImageData): Float32Array {
  const result = new Float32Array(data.length)
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 0
    for (let c = i; c < i + 3; c++) result[c] = ((data[c] ?? 0) * alpha) / 255
    result[i + 3] = alpha
  }
  return result
}

export function dataOf(canvas: HTMLCanvasElement | OffscreenCanvas): ImageData {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
  if (!context) throw new Error('there is no canvas to read pixels from')
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** Opacity (0…255) of a pixel. */
export function alphaAt({ data, width }: ImageData, x: number, y: number): number {
  return data[(y * width + x) * 4 + 3] ?? 0
}
