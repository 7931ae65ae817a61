import type { Camera } from '../camera.ts'
import { toScreen } from '../camera.ts'
import { fontFamily } from '../fonts.ts'
import type { ThemeColors } from '../palette.ts'
import type { ImageBox } from './image-placement.ts'

/** How far an image is that somebody here put on the board. */
export type PendingState =
  | { readonly kind: 'uploading' }
  | { readonly kind: 'failed'; readonly message: string; readonly retry: boolean }

export interface PendingActions {
  retry(): void
  discard(): void
}

/** Narrower, css px, there is no room for words. */
const MIN_WORDS = 150

/** An image that is not on the board yet: it shows at once, in its place, until the server has it. What failed waits here for another try. */
export class PendingImage {
  readonly element = document.createElement('div')
  private readonly words = document.createElement('span')
  private readonly retry = document.createElement('button')
  private readonly discard = document.createElement('button')
  private readonly panel = document.createElement('div')
  private readonly picture = document.createElement('img')
  private readonly address: string
  state: PendingState = { kind: 'uploading' }

  constructor(
    readonly file: Blob,
    readonly box: ImageBox,
    actions: PendingActions,
  ) {
    this.address = URL.createObjectURL(file)
    this.picture.src = this.address
    this.picture.alt = ''
    this.picture.draggable = false
    Object.assign(this.picture.style, { width: '100%', height: '100%', display: 'block', opacity: '0.55' })
    Object.assign(this.element.style, { position: 'absolute', transformOrigin: '0 0' })
    Object.assign(this.panel.style, {
      position: 'absolute',
      left: '50%',
      top: '50%',
      transform: 'translate(-50%, -50%)',
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'center',
      alignItems: 'center',
      gap: '6px',
      maxWidth: '92%',
      padding: '6px 10px',
      borderRadius: '8px',
      font: `13px/18px ${fontFamily('sans')}`,
      textAlign: 'center',
      pointerEvents: 'auto',
    })
    this.retry.textContent = 'Try again'
    this.discard.textContent = 'Discard'
    for (const [button, act] of [
      [this.retry, actions.retry],
      [this.discard, actions.discard],
    ] as const) {
      // biome-ignore format: one row
      button.type = 'button'
      button.addEventListener('click', act)
    }
    this.words.setAttribute('role', 'status')
    this.panel.append(this.words, this.retry, this.discard)
    // Presses on the panel are not for the canvas behind it.
    for (const name of ['pointerdown', 'pointerup', 'dblclick']) {
      this.panel.addEventListener(name, (event) => event.stopPropagation())
    }
    this.element.append(this.picture, this.panel)
    this.element.dataset.image = 'pending'
  }

  place(camera: Camera, colors: ThemeColors): void {
    const { x, y } = toScreen(camera, this.box)
    const [w, h] = [this.box.w * camera.zoom, this.box.h * camera.zoom]
    Object.assign(this.element.style, {
      transform: `translate(${x}px, ${y}px)`,
      width: `${w}px`,
      height: `${h}px`,
      background: colors.sunken,
      outline: `1px solid ${colors.line}`,
    })
    const { state } = this
    const failed = state.kind === 'failed'
    this.words.textContent = failed ? state.message : 'Uploading…'
    this.words.style.display = failed || w >= MIN_WORDS ? '' : 'none'
    this.panel.style.display = failed || w >= MIN_WORDS ? 'flex' : 'none'
    this.retry.style.display = failed && state.retry ? '' : 'none'
    this.discard.style.display = failed ? '' : 'none'
    Object.assign(this.panel.style, {
      minWidth: failed ? '180px' : '0',
      background: colors.panel,
      color: colors.ink.ink,
      border: `1px solid ${colors.line}`,
    })
    for (const button of [this.retry, this.discard]) {
      Object.assign(button.style, { color: colors.accent, fontWeight: '600', padding: '2px 6px', cursor: 'pointer' })
    }
  }

  /** It is on the board: what is seen is what it will look like. */
  settle(): void {
    this.picture.style.opacity = '1'
    this.panel.remove()
    this.element.style.outline = 'none'
  }

  close(): void {
    this.element.remove()
    URL.revokeObjectURL(this.address)
  }
}

/** The sides of a picture in pixels, as it is shown (a photo's own turn included). Rejects when it can't be read. */
export async function pictureSize(file: Blob): Promise<{ w: number; h: number }> {
  const address = URL.createObjectURL(file)
  try {
    const picture = new Image()
    await new Promise((resolve, reject) => {
      picture.onload = resolve
      picture.onerror = () => reject(new Error('no picture that can be read'))
      picture.src = address
    })
    if (picture.naturalWidth === 0 || picture.naturalHeight === 0) throw new Error('a picture without a size')
    return { w: picture.naturalWidth, h: picture.naturalHeight }
  } finally {
    URL.revokeObjectURL(address)
  }
}
