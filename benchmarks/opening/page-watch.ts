// Runs in the page, from its beginning: looks at it in every frame.

/** What the page looked like at some moment. */
export interface Look {
  readonly at: number
  /** How dark a small picture of all canvases is, in all. */
  readonly ink: number
  /** Changes with the picture. */
  readonly picture: number
}

/** Of the small picture, px. */
const SIZE = { w: 640, h: 400 }
/** Red, green and blue together, of white paper. */
const WHITE = 765
/** What is less dark than this is paper. */
const FAINT = 40

const looks: Look[] = []
const arrived = new Map<number, number>()
window.opening = { looks, arrived }
const small = new OffscreenCanvas(SIZE.w, SIZE.h).getContext('2d', { willReadFrequently: true })
if (!small) throw new Error('there is no canvas to look with')
const look = () => {
  requestAnimationFrame(look)
  const seq = window.inkwire?.head().seq
  if (seq !== undefined && !arrived.has(seq)) arrived.set(seq, performance.now())
  small.fillStyle = 'white'
  small.fillRect(0, 0, SIZE.w, SIZE.h)
  for (const canvas of document.querySelectorAll('canvas')) {
    if (canvas.width > 0 && canvas.clientWidth > window.innerWidth / 2) small.drawImage(canvas, 0, 0, SIZE.w, SIZE.h)
  }
  const { data } = small.getImageData(0, 0, SIZE.w, SIZE.h)
  let [ink, picture] = [0, 0]
  for (let i = 0; i < data.length; i += 4) {
    const value = (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)
    if (WHITE - value > FAINT) ink += WHITE - value
    picture = (Math.imul(picture, 31) + value) | 0
  }
  if (looks.at(-1)?.picture !== picture) looks.push({ at: performance.now(), ink, picture })
}
requestAnimationFrame(look)

declare global {
  interface Window {
    opening: { readonly looks: Look[]; readonly arrived: Map<number, number> }
  }
}
