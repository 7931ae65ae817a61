import { BOLD_WEIGHT, LINE_HEIGHT, turned } from '@inkwire/board'
import { type Camera, toScreen } from '../camera.ts'
import { fontFamily } from '../fonts.ts'
import type { FieldText } from './rebase.ts'
import { cleanText, type FieldListener, type FieldPlacement, type TextField } from './text-field.ts'

/** Longest text, in UTF-16 units: one of 20,000 characters fits in any case. */
const MAX_LENGTH = 20_000

const CLASS = 'inkwire-text'
/** At the end of a full line the caret needs it, px. */
const CARET_ROOM = 2

/** The browser's text field, laid exactly over the place where its text is painted: it shows the caret and what is selected. */
export class TextArea implements TextField {
  readonly element = document.createElement('textarea')
  composing = false
  private listener: FieldListener | undefined
  private awaitsFocus = false

  constructor(signal: AbortSignal) {
    const { element } = this
    element.rows = 1
    element.maxLength = MAX_LENGTH
    element.setAttribute('aria-label', 'Text')
    element.spellcheck = false
    element.className = CLASS
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`.${CLASS}::selection { color: transparent; background: rgb(59 91 219 / 0.25) }`)
    document.adoptedStyleSheets.push(sheet)
    signal.addEventListener('abort', () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
    })
    Object.assign(element.style, {
      display: 'none',
      position: 'absolute',
      left: '0',
      top: '0',
      margin: '0',
      padding: `0 ${CARET_ROOM}px`,
      boxSizing: 'content-box',
      border: '0',
      outline: 'none',
      background: 'transparent',
      // The canvas paints the text: so it stays where it is when the field goes.
      color: 'transparent',
      // Letters as wide as on the canvas, or the caret would stand beside them.
      textRendering: 'geometricPrecision',
      resize: 'none',
      overflow: 'hidden',
      transformOrigin: '0 0',
      lineHeight: String(LINE_HEIGHT),
      userSelect: 'text',
    })
    element.addEventListener('input', () => this.listener?.input(), { signal })
    element.addEventListener('compositionstart', () => this.compose(true), { signal })
    element.addEventListener('compositionend', () => this.compose(false), { signal })
    element.addEventListener('blur', () => this.blurred(), { signal })
  }

  open(value: string, listener: FieldListener): void {
    this.listener = listener
    this.composing = false
    this.element.value = value
    this.element.style.display = 'block'
    this.takeFocus()
    this.element.setSelectionRange(value.length, value.length)
  }

  read(): FieldText {
    const { value, selectionStart, selectionEnd } = this.element
    return { value: cleanText(value), start: selectionStart, end: selectionEnd }
  }

  write({ value, start, end }: FieldText): void {
    const { selectionDirection } = this.element
    this.element.value = value
    this.element.setSelectionRange(start, end, selectionDirection)
  }

  /** It is open, and keys don't come here yet. */
  get awaitsKeys(): boolean {
    return this.awaitsFocus
  }

  /** Does what a browser does with a key that is pressed in the field, for one that was pressed before the field had the focus. */
  press({ key, ctrlKey, metaKey }: KeyboardEvent): void {
    const { element } = this
    const { selectionStart, selectionEnd } = element
    const text = key === 'Enter' ? '\n' : key
    if (key === 'Backspace') {
      const start = selectionStart === selectionEnd ? Math.max(0, selectionStart - 1) : selectionStart
      element.setRangeText('', start, selectionEnd, 'end')
    } else if ([...text].length === 1 && !ctrlKey && !metaKey && element.textLength < MAX_LENGTH) {
      element.setRangeText(text, selectionStart, selectionEnd, 'end')
    } else return
    this.listener?.input()
  }

  close(): void {
    this.listener = undefined
    this.awaitsFocus = false
    this.element.style.display = 'none'
    this.element.blur()
    this.element.value = ''
  }

  /** Lays the field over the canvas. */
  place(placement: FieldPlacement, camera: Camera): void {
    if (this.awaitsFocus) this.takeFocus()
    const { x, y, w, h, angle, pivotX, pivotY, fontSize, font, weight, align, wraps, color, opacity } = placement
    const corner = toScreen(camera, turned({ x, y }, { x: pivotX, y: pivotY }, angle))
    // Room for the next character until the field has grown: on the sides that leave the lines where they are. One that wraps gets none,
    // or it would wrap elsewhere than what is painted.
    const room = wraps ? 0 : fontSize
    const before = CARET_ROOM + (align === 'center' ? room / 2 : align === 'right' ? room : 0)
    Object.assign(this.element.style, {
      transform: `translate(${corner.x}px, ${corner.y}px) rotate(${angle}rad) scale(${camera.zoom}) translateX(${-before}px)`,
      width: `${w + room}px`,
      height: `${Math.max(h, fontSize * LINE_HEIGHT)}px`,
      fontSize: `${fontSize}px`,
      fontFamily: fontFamily(font),
      fontWeight: weight === 'bold' ? String(BOLD_WEIGHT) : 'normal',
      textAlign: align,
      whiteSpace: wraps ? 'pre-wrap' : 'pre',
      overflowWrap: wraps ? 'anywhere' : 'normal',
      caretColor: color,
      opacity: String(opacity),
    })
  }

  /** Chromium gives it to no field that the first press on a page shows, until that is painted: then it is asked for again. */
  private takeFocus(): void {
    this.element.focus({ preventScroll: true })
    this.awaitsFocus = document.activeElement !== this.element
  }

  private compose(composing: boolean): void {
    this.composing = composing
    this.listener?.input()
  }

  private blurred(): void {
    if (document.hasFocus()) this.listener?.left()
    else this.listener?.paused()
  }
}
