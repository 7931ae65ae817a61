import { type Crop, centreOf, cropOf, type Element, type Op, type Props, placementAt, stringOf } from '@inkwire/board'
import { toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import { fontFamily } from '../fonts.ts'
import { type CropHandle, croppedPlacement, draggedCrop, WHOLE, wholePicture } from './cropping.ts'
import { sameImage } from './same-image.ts'

/** What is seen of a picture is not smaller than this on screen, css px. */
const LEAST = 16
/** An arrow key moves a handle by so many css px. */
const STEP = 8
/** How large a handle is to be grabbed, and to be seen, css px. */
const REACH = 28
const DOT = 12

const HANDLES: readonly (readonly [handle: CropHandle, name: string, x: number, y: number, cursor: string])[] = [
  ['nw', 'top left', 0, 0, 'nwse-resize'],
  ['n', 'top', 0.5, 0, 'ns-resize'],
  ['ne', 'top right', 1, 0, 'nesw-resize'],
  ['e', 'right', 1, 0.5, 'ew-resize'],
  ['se', 'bottom right', 1, 1, 'nwse-resize'],
  ['s', 'bottom', 0.5, 1, 'ns-resize'],
  ['sw', 'bottom left', 0, 1, 'nesw-resize'],
  ['w', 'left', 0, 0.5, 'ew-resize'],
]

/** An image with all of its picture, and a window in it that can be dragged. Enter, or a press beside it, crops; Escape leaves it as it was. */
export class CropFrame {
  readonly element = document.createElement('div')
  private readonly window = document.createElement('div')
  private readonly seen: HTMLImageElement
  private readonly bar = document.createElement('div')
  private readonly buttons: readonly HTMLButtonElement[]
  private readonly ending = new AbortController()
  private readonly start: Crop
  private crop: Crop
  private drag: { readonly handle: CropHandle; readonly id: number; x: number; y: number } | null = null

  constructor(
    private readonly desk: Desk,
    private readonly image: Element,
    folder: string,
    private readonly closed: () => void,
  ) {
    this.start = cropOf(image) ?? WHOLE
    this.crop = this.start
    const address = folder + (stringOf(image, 'asset') ?? '')
    const dimmed = pictureOf(address)
    this.seen = pictureOf(address)
    Object.assign(dimmed.style, { inset: '0', width: '100%', height: '100%', opacity: '0.35' })
    Object.assign(this.window.style, { position: 'absolute', overflow: 'hidden', cursor: 'move', touchAction: 'none' })
    this.window.append(this.seen)
    this.element.tabIndex = -1
    this.element.setAttribute('role', 'group')
    this.element.setAttribute('aria-label', 'Crop image')
    Object.assign(this.element.style, { position: 'absolute', pointerEvents: 'auto', outline: 'none' })
    this.buttons = HANDLES.map(([handle, name, , , cursor]) => this.handleButton(handle, name, cursor))
    this.bar.append(
      this.barButton('Done', () => this.finish()),
      this.barButton('Whole image', () => this.show(WHOLE)),
    )
    this.element.append(dimmed, this.window, ...this.buttons, this.bar)
    this.listen()
  }

  /** Brings it to where the camera wants it; ends it when the image is not there any more. */
  place(): void {
    const { desk, image, crop } = this
    if (!sameImage(image, desk.scene.get(image.id)) || !desk.canEdit) {
      this.close()
      return
    }
    const { zoom } = desk.camera
    const placement = placementAt(image)
    const whole = wholePicture(placement, this.start)
    const corner = toScreen(desk.camera, whole)
    const centre = centreOf(placement)
    const [w, h] = [whole.w * zoom, whole.h * zoom]
    Object.assign(this.element.style, {
      left: `${corner.x}px`,
      top: `${corner.y}px`,
      width: `${w}px`,
      height: `${h}px`,
      background: desk.colors.canvas,
      transformOrigin: `${(centre.x - whole.x) * zoom}px ${(centre.y - whole.y) * zoom}px`,
      transform: `rotate(${placement.angle}rad)`,
    })
    const { accent, panel, line } = desk.colors
    Object.assign(this.window.style, {
      left: `${crop.x * w}px`,
      top: `${crop.y * h}px`,
      width: `${crop.w * w}px`,
      height: `${crop.h * h}px`,
      boxShadow: `0 0 0 2px ${accent}`,
    })
    Object.assign(this.seen.style, {
      left: `${-crop.x * w}px`,
      top: `${-crop.y * h}px`,
      width: `${w}px`,
      height: `${h}px`,
    })
    for (const [i, button] of this.buttons.entries()) {
      const [, , x, y] = HANDLES[i] ?? ['inside', '', 0, 0]
      button.style.left = `${(crop.x + x * crop.w) * w - REACH / 2}px`
      button.style.top = `${(crop.y + y * crop.h) * h - REACH / 2}px`
      const dot = button.firstElementChild
      if (dot instanceof HTMLElement) Object.assign(dot.style, { background: panel, border: `2px solid ${accent}` })
    }
    Object.assign(this.bar.style, {
      position: 'absolute',
      left: `${(crop.x + crop.w / 2) * w}px`,
      top: `${(crop.y + crop.h) * h + 18}px`,
      transform: 'translateX(-50%)',
      display: 'flex',
      padding: '3px',
      whiteSpace: 'nowrap',
      borderRadius: '8px',
      background: panel,
      border: `1px solid ${line}`,
      font: `13px/18px ${fontFamily('sans')}`,
    })
    for (const button of this.bar.children) {
      if (button instanceof HTMLElement) Object.assign(button.style, { color: accent, padding: '5px 10px', fontWeight: '600' }) // biome-ignore format: one row
    }
  }

  focus(): void {
    this.element.focus({ preventScroll: true })
  }

  /** Leaves the image as it is. */
  close(): void {
    if (this.ending.signal.aborted) return
    this.ending.abort()
    this.element.remove()
    this.closed()
  }

  private finish(): void {
    const { desk, image, start, crop } = this
    const moved = (['x', 'y', 'w', 'h'] as const).some((name) => Math.abs(crop[name] - start[name]) > 1e-9)
    if (moved && sameImage(image, desk.scene.get(image.id))) {
      const { x, y, w, h } = croppedPlacement(placementAt(image), start, crop)
      const whole = crop.x === 0 && crop.y === 0 && crop.w === 1 && crop.h === 1
      const props: Props = { x, y, w, h, crop: whole ? null : { ...crop } }
      const op: Op = { op: 'set', id: image.id, props }
      desk.commit(desk.newGesture(), [op])
    }
    this.close()
  }

  private show(crop: Crop): void {
    this.crop = crop
    this.place()
  }

  private listen(): void {
    const { signal } = this.ending
    const { element } = this
    this.window.addEventListener('pointerdown', (event) => this.pressed('inside', event), { signal })
    element.addEventListener('pointermove', (event) => this.moved(event), { signal })
    for (const name of ['pointerup', 'pointercancel'] as const) {
      element.addEventListener(name, () => this.released(), { signal })
    }
    element.addEventListener('dblclick', () => this.finish(), { signal })
    element.addEventListener('keydown', (event) => this.keyDown(event), { signal })
    // None of it is for the canvas behind; what is pressed there ends it.
    for (const name of ['pointerdown', 'pointerup', 'contextmenu'] as const) {
      element.addEventListener(name, (event) => event.stopPropagation(), { signal })
    }
    document.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target instanceof Node && !element.contains(event.target)) this.finish()
      },
      { capture: true, signal },
    )
  }

  private pressed(handle: CropHandle, event: PointerEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    this.element.setPointerCapture(event.pointerId)
    this.drag = { handle, id: event.pointerId, x: event.clientX, y: event.clientY }
  }

  private moved(event: PointerEvent): void {
    const { drag } = this
    if (!drag || drag.id !== event.pointerId) return
    this.pull(drag.handle, event.clientX - drag.x, event.clientY - drag.y)
    drag.x = event.clientX
    drag.y = event.clientY
  }

  private released(): void {
    this.drag = null
  }

  private keyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    const { target } = event
    if (event.key === 'Escape') this.close()
    else if (event.key === 'Enter' && !(target instanceof Element && this.bar.contains(target))) this.finish()
    else {
      const arrow = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const)[event.key] // biome-ignore format: one row
      if (!arrow) return
      const pressed = target instanceof HTMLButtonElement ? this.buttons.indexOf(target) : -1
      const handle = HANDLES[pressed]?.[0] ?? 'inside'
      this.pull(handle, arrow[0] * STEP, arrow[1] * STEP)
    }
    event.preventDefault()
  }

  /** Drags a handle by css px of the screen. */
  private pull(handle: CropHandle, dx: number, dy: number): void {
    const placement = placementAt(this.image)
    const { zoom } = this.desk.camera
    const whole = wholePicture(placement, this.start)
    const [cos, sin] = [Math.cos(placement.angle), Math.sin(placement.angle)]
    const [w, h] = [Math.max(1e-6, whole.w * zoom), Math.max(1e-6, whole.h * zoom)]
    const by = { x: (dx * cos + dy * sin) / w, y: (dy * cos - dx * sin) / h }
    this.show(draggedCrop(this.crop, handle, by, { x: LEAST / w, y: LEAST / h }))
  }

  private handleButton(handle: CropHandle, name: string, cursor: string): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.setAttribute('aria-label', `Crop at the ${name}`)
    Object.assign(button.style, {
      position: 'absolute',
      width: `${REACH}px`,
      height: `${REACH}px`,
      padding: '0',
      border: 'none',
      background: 'none',
      touchAction: 'none',
      cursor,
    })
    const dot = document.createElement('span')
    Object.assign(dot.style, {
      position: 'absolute',
      left: `${(REACH - DOT) / 2}px`,
      top: `${(REACH - DOT) / 2}px`,
      width: `${DOT}px`,
      height: `${DOT}px`,
      boxSizing: 'border-box',
      borderRadius: '3px',
    })
    button.append(dot)
    button.addEventListener('pointerdown', (event) => this.pressed(handle, event))
    return button
  }

  private barButton(text: string, act: () => void): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = text
    button.addEventListener('click', act)
    return button
  }
}

function pictureOf(address: string): HTMLImageElement {
  const picture = document.createElement('img')
  picture.src = address
  picture.alt = ''
  picture.draggable = false
  Object.assign(picture.style, { position: 'absolute', maxWidth: 'none', pointerEvents: 'none', userSelect: 'none' })
  return picture
}
