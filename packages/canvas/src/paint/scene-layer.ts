import { type Box, boxContains, boxesMeet, boxUnion, clipOf, type ElementId, type PaintContext } from '@inkwire/board'
import type { Camera } from '../camera.ts'
import type { ThemeColors } from '../palette.ts'
import type { Scene } from '../scene/scene.ts'
import type { Painter } from './painter.ts'

/** Kept painted around the viewport, css px: a pan that short only copies. */
const MARGIN = 256
/** While the zoom changes a stretched picture stands in for one that takes longer than this to paint, ms. */
const QUICK_PAINT = 8
/** The exact picture comes this long after the zoom came to rest, ms. */
const SETTLE_TIME = 120
/** More boxes to paint anew than this are painted as the one around them. */
const MAX_BOXES = 12
/** Device px that smoothed edges reach beyond an element's bounds. */
const EDGE = 2

/** What the layer is to show. */
export interface SceneFrame {
  readonly camera: Camera
  /** Device px. */
  readonly width: number
  readonly height: number
  /** Device px per css px. */
  readonly ratio: number
  readonly colors: ThemeColors
  /** Elements that lie on the overlay instead. */
  readonly hidden: ReadonlySet<ElementId>
  /** ms */
  readonly now: number
}

/** The document at rest, on a canvas; painted once around the viewport and copied from there while the camera moves. */
export class SceneLayer {
  readonly canvas = document.createElement('canvas')
  private readonly picture = document.createElement('canvas')
  /** Of the picture: device px per world px, and what of the world it shows. */
  private scale = 0
  private originX = 0
  private originY = 0
  private covered: Box | undefined
  private dirty: Box[] | 'all' = 'all'
  private hidden: ReadonlySet<ElementId> = new Set()
  private colors: ThemeColors | undefined
  private paintTime = 0
  private zoom = 0
  private zoomedAt = 0

  constructor(
    private readonly scene: Scene,
    private readonly painter: Painter,
  ) {}

  /** These parts of the world look different now. */
  repaint(boxes: readonly Box[] | 'all'): void {
    if (boxes === 'all') this.dirty = 'all'
    else if (this.dirty !== 'all') this.dirty.push(...boxes)
  }

  /** Brings the canvas up to date. Answers in how many ms it wants to be asked again; undefined: when something changes. */
  frame(frame: SceneFrame): number | undefined {
    const { camera, width, height, ratio, now } = frame
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
      this.dirty = 'all'
    }
    if (this.colors !== frame.colors) this.dirty = 'all'
    this.colors = frame.colors
    this.hide(frame.hidden)
    if (camera.zoom !== this.zoom) {
      this.zoom = camera.zoom
      this.zoomedAt = now
    }
    const scale = camera.zoom * ratio
    const view: Box = {
      minX: camera.x,
      minY: camera.y,
      maxX: camera.x + width / scale,
      maxY: camera.y + height / scale,
    }
    const covers = this.covered !== undefined && boxContains(this.covered, view)
    const settles = this.zoomedAt + SETTLE_TIME - now
    const stretched =
      scale !== this.scale && covers && this.paintTime > QUICK_PAINT && settles > 0 && this.dirty !== 'all'
    if (!stretched) {
      if (scale !== this.scale || !covers || this.dirty === 'all') this.paintAll(frame, scale, view)
      else this.paintDirty()
    }
    this.copy(camera, scale)
    return stretched ? settles : undefined
  }

  private hide(hidden: ReadonlySet<ElementId>): void {
    const changed: ElementId[] = []
    for (const id of hidden) if (!this.hidden.has(id)) changed.push(id)
    for (const id of this.hidden) if (!hidden.has(id)) changed.push(id)
    this.hidden = hidden
    for (const id of changed) {
      const box = this.scene.ownBounds(id)
      if (box) this.repaint([box])
    }
  }

  private paintAll({ width, height, ratio }: SceneFrame, scale: number, view: Box): void {
    const began = performance.now()
    const margin = Math.round(MARGIN * ratio)
    this.scale = scale
    this.originX = Math.floor(view.minX * scale) - margin
    this.originY = Math.floor(view.minY * scale) - margin
    const [w, h] = [width + 2 * margin, height + 2 * margin]
    if (this.picture.width !== w || this.picture.height !== h) {
      this.picture.width = w
      this.picture.height = h
    }
    this.paintRect(0, 0, w, h)
    const [x, y] = [this.originX / scale, this.originY / scale]
    this.covered = { minX: x, minY: y, maxX: x + w / scale, maxY: y + h / scale }
    this.dirty = []
    this.paintTime = performance.now() - began
  }

  private paintDirty(): void {
    if (this.dirty === 'all' || this.dirty.length === 0 || !this.covered) return
    const { covered } = this
    let boxes = this.dirty.filter((box) => boxesMeet(box, covered))
    this.dirty = []
    const around = boxes.length > MAX_BOXES ? boxUnion(boxes) : undefined
    if (around) boxes = [around]
    for (const box of boxes) {
      const left = Math.max(0, Math.floor(box.minX * this.scale - this.originX) - EDGE)
      const top = Math.max(0, Math.floor(box.minY * this.scale - this.originY) - EDGE)
      const right = Math.min(this.picture.width, Math.ceil(box.maxX * this.scale - this.originX) + EDGE)
      const bottom = Math.min(this.picture.height, Math.ceil(box.maxY * this.scale - this.originY) + EDGE)
      if (right > left && bottom > top) this.paintRect(left, top, right - left, bottom - top)
    }
  }

  /** Paints a part of the picture, in its device px. */
  private paintRect(x: number, y: number, w: number, h: number): void {
    const canvas = this.picture.getContext('2d')
    const { colors } = this
    if (!canvas || !colors) return
    const { scale, originX, originY, scene } = this
    canvas.save()
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.beginPath()
    canvas.rect(x, y, w, h)
    canvas.clip()
    canvas.clearRect(x, y, w, h)
    canvas.setTransform(scale, 0, 0, scale, -originX, -originY)
    const context: PaintContext = { ...scene.context, palette: colors }
    const box: Box = {
      minX: (originX + x) / scale,
      minY: (originY + y) / scale,
      maxX: (originX + x + w) / scale,
      maxY: (originY + y + h) / scale,
    }
    for (const element of scene.within(box)) {
      if (this.hidden.has(element.id)) continue
      const clip = clipOf(element, scene.get)
      if (clip) {
        canvas.save()
        canvas.beginPath()
        canvas.rect(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY)
        canvas.clip()
      }
      this.painter.paint(canvas, element, context, colors)
      if (clip) canvas.restore()
    }
    canvas.restore()
  }

  private copy(camera: Camera, scale: number): void {
    const canvas = this.canvas.getContext('2d')
    if (!canvas) return
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.clearRect(0, 0, this.canvas.width, this.canvas.height)
    const stretch = scale / this.scale
    // Whole device px where the scale is exact: half a px off blurs every line.
    const place = (value: number) => (stretch === 1 ? Math.round(value) : value)
    const x = place(this.originX * stretch - camera.x * scale)
    const y = place(this.originY * stretch - camera.y * scale)
    canvas.drawImage(this.picture, x, y, this.picture.width * stretch, this.picture.height * stretch)
  }
}
