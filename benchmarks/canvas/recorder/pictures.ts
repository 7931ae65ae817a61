/** Sides of the squares in which ink is looked for, px. */
const SQUARE = 16
/** A pixel is inked when a channel is so far from the paper's, of 255; ink that is stretched may be as faint as this. */
const INKED = 40
const FAINT = 6
/** And another one when it is so far from what it was. */
const CHANGED = 8

/** The share of squares with ink in the later picture that have none in the early one. Pictures are PNGs in base64. */
export async function missingInk(early: string, later: string): Promise<number> {
  const before = inkedSquares(await pixelsOf(early), FAINT)
  const after = inkedSquares(await pixelsOf(later), INKED)
  const lacking = [...after].filter((square) => !before.has(square)).length
  return after.size === 0 ? 0 : lacking / after.size
}

/** The share of pixels in which two pictures differ by more than rounding. */
export async function changedPixels(first: string, second: string): Promise<number> {
  const [a, b] = [(await pixelsOf(first)).data, (await pixelsOf(second)).data]
  let changed = 0
  for (let i = 0; i < a.length; i += 4) if (differ(a, i, b, i, CHANGED)) changed++
  return changed / (a.length / 4)
}

async function pixelsOf(png: string): Promise<ImageData> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  if (!context) throw new Error('there is no canvas to read pixels with')
  context.drawImage(bitmap, 0, 0)
  return context.getImageData(0, 0, bitmap.width, bitmap.height)
}

/** Numbers of the squares that hold a pixel so far from the paper, the most frequent colour. */
function inkedSquares({ data, width }: ImageData, least: number): ReadonlySet<number> {
  const squares = new Set<number>()
  const paper = mostFrequent(data)
  const across = Math.ceil(width / SQUARE)
  for (let i = 0; i < data.length; i += 4) {
    if (!differ(data, i, data, paper, least)) continue
    const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)]
    squares.add(Math.floor(y / SQUARE) * across + Math.floor(x / SQUARE))
  }
  return squares
}

/** Where a pixel of the most frequent colour stands. */
function mostFrequent(data: Uint8ClampedArray): number {
  const counts = new Map<number, { count: number; at: number }>()
  let most = { count: 0, at: 0 }
  for (let i = 0; i < data.length; i += 4) {
    const color = ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0)
    const known = counts.get(color) ?? { count: 0, at: i }
    known.count++
    counts.set(color, known)
    if (known.count > most.count) most = known
  }
  return most.at
}

function differ(a: Uint8ClampedArray, i: number, b: Uint8ClampedArray, k: number, by: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    if (Math.abs((a[i + channel] ?? 0) - (b[k + channel] ?? 0)) > by) return true
  }
  return false
}
