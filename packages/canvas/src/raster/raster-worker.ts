import { canvasMeasure } from '../fonts.ts'
import { PictureStore } from '../images/picture-store.ts'
import { Painter } from '../paint/painter.ts'
import type { FontSource } from './font-sources.ts'
import type { FromRaster, ToRaster } from './messages.ts'
import { type CanvasSheet, RasterDesk } from './raster-desk.ts'

/** Painted without a look at the post, ms: what is more urgent must not wait long. */
const SLICE = 8

/** The part of a worker's global scope that is used here; the page's types know another one. */
interface WorkerScope {
  readonly fonts: FontFaceSet
  onmessage: ((event: MessageEvent<ToRaster>) => void) | null
  postMessage(message: FromRaster, transfer: Transferable[]): void
}

const scope = globalThis as unknown as WorkerScope
const send = (message: FromRaster, ...transfer: Transferable[]) => scope.postMessage(message, transfer)

const measure = canvasMeasure(new OffscreenCanvas(1, 1).getContext('2d'), scope.fonts)
const painter = new Painter(() => new OffscreenCanvas(1, 1).getContext('2d'), {
  get: (asset, pixels) => pictures?.get(asset, pixels),
})
const desk = new RasterDesk<CanvasSheet<OffscreenCanvas>>({
  measure,
  painter,
  sheet(w, h) {
    const surface = new OffscreenCanvas(w, h)
    const canvas = surface.getContext('2d')
    return canvas ? { surface, canvas } : undefined
  },
  painted({ id }, { surface }, revision) {
    const bitmap = surface.transferToImageBitmap()
    send({ kind: 'painted', id, bitmap, revision }, bitmap)
  },
})

let pictures: PictureStore | undefined

function loadPictures(folder: string): void {
  pictures?.close()
  pictures = new PictureStore({ folder })
  pictures.onArrival((asset) => send({ kind: 'outdated', ids: desk.showing(asset) }))
}

const known = new Map<string, FontFace>()

function loadFonts(sources: readonly FontSource[]): void {
  for (const { family, source, loaded, ...descriptors } of sources) {
    const name = `${family} ${source} ${descriptors.weight} ${descriptors.style}`
    const face = known.get(name) ?? new FontFace(family, source, descriptors)
    scope.fonts.add(face)
    known.set(name, face)
    // Texts will want it too; loaded before the first one is painted it costs no second look at all of them.
    if (loaded) face.load().catch(() => {})
  }
}

scope.fonts.addEventListener('loadingdone', () => {
  const ids = desk.fontsCame()
  if (ids.length > 0) send({ kind: 'outdated', ids })
})
painter.sketching.onArrival(() => {
  desk.sketcherCame()
  send({ kind: 'outdated', ids: 'all' })
})

// A message to oneself lets those go first that came meanwhile.
const next = new MessageChannel()
let asked = false
const goOn = () => {
  if (asked || !desk.busy) return
  asked = true
  next.port2.postMessage(null)
}
next.port1.onmessage = () => {
  asked = false
  const until = performance.now() + SLICE
  desk.work(() => performance.now() >= until)
  goOn()
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'fonts') loadFonts(data.sources)
  else if (data.kind === 'pictures') loadPictures(data.folder)
  else desk.take(data)
  if (data.kind === 'loaded') send({ kind: 'ready' })
  goOn()
}
