import {
  characterCount,
  DOCUMENT_LIMITS,
  type ElementId,
  type NewElement,
  type Op,
  type Point,
  stringOf,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { removeOps } from '../edits/removal.ts'
import { IMAGE_TYPES } from '../images/assets.ts'
import type { Images } from '../images/images.ts'
import { isElsewhere } from '../keyboard.ts'
import { cleanText } from '../typing/text-field.ts'
import { MAX_ELEMENTS, parcelElements, parcelText, unwrapped, wrapped } from './parcel.ts'
import { type Pasted, type Pasting, pastedElements, pastedText } from './pasting.ts'

/** Pasted again at the same place it lies beside what was pasted before, px. */
const AGAIN_OFFSET = 16
/** The browser's event follows its key at once; later it is another paste, ms. */
const PLAIN_TIME = 1_000

/** Copy, cut and paste through the clipboard of the system: between boards, and between browsers. */
export class BoardClipboard {
  /** Until then a paste brings only text, ms of the page. */
  private plainUntil = 0
  private last: { readonly at: Point; times: number } | undefined

  constructor(
    private readonly desk: Desk,
    private readonly images?: Pick<Images, 'board' | 'canInsert' | 'insert' | 'adopt'>,
  ) {}

  /** Takes part in the page's own clipboard events: they come on plain HTTP too, where scripts can't ask for the clipboard. */
  listen(signal: AbortSignal): void {
    document.addEventListener('copy', (event) => this.copied(event, false), { signal })
    document.addEventListener('cut', (event) => this.copied(event, true), { signal })
    document.addEventListener('paste', (event) => this.pasted(event), { signal })
  }

  /** Copies, or cuts, by a menu: makes the browser send the event. */
  copy(cut = false): void {
    const name = cut ? 'cut' : 'copy'
    // Deprecated, and the only way that works on plain HTTP.
    if (!document.execCommand(name))
      this.desk.notify(`This browser lets only the keyboard ${name}: press Ctrl+${cut ? 'X' : 'C'}.`)
  }

  /** Pastes by a menu, where the browser lets a page read the clipboard. */
  async paste(plain = false): Promise<void> {
    try {
      const clipboard: Clipboard | undefined = navigator.clipboard
      if (!clipboard) throw new Error('no clipboard on plain HTTP')
      const { html, text, files } = await read(clipboard)
      this.insert(plain ? '' : html, text, plain ? [] : files)
    } catch {
      this.desk.notify('This browser lets only the keyboard paste: press Ctrl+V.')
    }
  }

  /** The next paste brings only text: its key was pressed, its event follows. */
  expectPlain(now: number): void {
    this.plainUntil = now + PLAIN_TIME
  }

  private copied(event: ClipboardEvent, cut: boolean): void {
    const { desk } = this
    if (isElsewhere(event.target, 'c') || desk.typing || desk.tool.busy || !event.clipboardData) return
    if (desk.selection.length === 0 || (cut && !desk.canEdit)) return
    const chosen = cut ? desk.selection.filter((id) => !desk.scene.isLockedId(id)) : desk.selection
    const elements = parcelElements(desk.scene, chosen)
    if (elements.length === 0) return
    event.preventDefault()
    if (elements.length > MAX_ELEMENTS) {
      desk.notify(`No more than ${MAX_ELEMENTS.toLocaleString('en')} elements can be copied at once.`)
      return
    }
    event.clipboardData.setData('text/html', wrapped(elements, this.images?.board))
    event.clipboardData.setData('text/plain', parcelText(elements))
    this.last = undefined
    if (cut) desk.commit(desk.newGesture(), removeOps(desk.scene, chosen))
  }

  private pasted(event: ClipboardEvent): void {
    if (isElsewhere(event.target, 'v') || this.desk.typing || !event.clipboardData) return
    event.preventDefault()
    const plain = performance.now() < this.plainUntil
    this.plainUntil = 0
    const { clipboardData } = event
    const [html, text] = [clipboardData.getData('text/html'), clipboardData.getData('text/plain')]
    this.insert(plain ? '' : html, text, plain ? [] : [...clipboardData.files])
  }

  /** Puts on the board what a clipboard holds: elements, else the text, else images. */
  insert(html: string, text: string, files: readonly Blob[] = []): void {
    const { desk } = this
    if (!desk.canEdit) return
    desk.cancel()
    const found = unwrapped(html)
    if (found.kind === 'unusable') {
      desk.notify("What is on the clipboard can't be used here.")
      return
    }
    const pasting = this.pasting()
    if (found.kind === 'elements') {
      void this.insertElements(found.elements, found.board, pasting)
      return
    }
    // Office programs add a picture of the text that was copied.
    if (text.trim() === '' && files.length > 0 && this.images?.canInsert) {
      this.images.insert(files, pasting.at)
      return
    }
    const words = cleanText(text)
    if (words.length > 4 * DOCUMENT_LIMITS.textCharacters || characterCount(words) > DOCUMENT_LIMITS.textCharacters) {
      desk.notify(
        `The text on the clipboard is longer than ${DOCUMENT_LIMITS.textCharacters.toLocaleString('en')} characters.`,
      )
      return
    }
    const pasted = pastedText(words, desk.styleFor('text'), pasting)
    if (pasted) this.put(pasted)
  }

  private async insertElements(all: readonly NewElement[], board: string | undefined, pasting: Pasting): Promise<void> {
    const { images } = this
    const assets = new Set(
      all.flatMap((element) => (element.type === 'image' ? (stringOf(element, 'asset') ?? []) : [])),
    )
    const foreign = images && board !== undefined && board !== images.board
    if (!foreign || assets.size === 0) {
      this.put(pastedElements(all, pasting))
      return
    }
    const adopted = await images.adopt(assets, board)
    const elements = all.flatMap((element) => {
      if (element.type !== 'image') return element
      const asset = adopted.get(stringOf(element, 'asset') ?? '')
      return asset === undefined ? [] : { ...element, asset }
    })
    if (elements.length > 0) this.put(pastedElements(elements, pasting))
  }

  private put({ ops, selection }: Pasted): void {
    const { desk } = this
    if (ops.length === 0) {
      desk.notify("What is on the clipboard can't be used here.")
      return
    }
    desk.commit(desk.newGesture(), ops as readonly Op[])
    desk.setTool('select')
    desk.select(selection as readonly ElementId[])
  }

  private pasting(): Pasting {
    const { desk } = this
    const place = desk.pointerPlace
    const again = this.last && Math.hypot(this.last.at.x - place.x, this.last.at.y - place.y) < 1
    const times = again && this.last ? this.last.times + 1 : 0
    this.last = { at: place, times }
    const at = { x: place.x + times * AGAIN_OFFSET, y: place.y + times * AGAIN_OFFSET }
    return { scene: desk.scene, at, newId: () => desk.newId(), random: Math.random }
  }
}

/** HTML, plain text and images of a clipboard. */
async function read(clipboard: Clipboard): Promise<{ html: string; text: string; files: readonly Blob[] }> {
  if (!clipboard.read) return { html: '', text: await clipboard.readText(), files: [] }
  let [html, text] = ['', '']
  const files: Blob[] = []
  for (const item of await clipboard.read()) {
    if (item.types.includes('text/html')) html ||= await (await item.getType('text/html')).text()
    if (item.types.includes('text/plain')) text ||= await (await item.getType('text/plain')).text()
    const image = item.types.find((type) => IMAGE_TYPES.includes(type))
    if (image !== undefined) files.push(await item.getType(image))
  }
  return { html, text, files }
}
