import type { Desk } from './desk.ts'
import { endsTyping } from './keyboard.ts'
import { LateTool } from './tools/late-tool.ts'
import type { TextArea } from './typing/textarea.ts'

/** A tool whose code does not come for so long, ms, must not keep the keyboard from everything else: the server may be gone. */
const PATIENCE_MS = 5_000

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta']

/**
 * Keys that are pressed after something was done with a tool whose code is on its way: most likely they are meant for the text that
 * it is about to open. They are kept, and pressed when it came.
 */
export class LateKeys {
  private kept: KeyboardEvent[] = []
  private since = 0

  constructor(
    private readonly desk: Desk,
    /** What a key does on the canvas. */
    private readonly press: (event: KeyboardEvent) => void,
    private readonly field: Pick<TextArea, 'press'>,
  ) {}

  /** Keeps a key for later, if it has to wait. */
  keep(event: KeyboardEvent): boolean {
    const { desk, kept } = this
    if (!(desk.tool instanceof LateTool && desk.tool.waits) || MODIFIERS.includes(event.key)) return false
    if (kept.length === 0) {
      this.since = performance.now()
      desk.rest.whenThere(() => this.release())
    } else if (performance.now() - this.since > PATIENCE_MS) {
      this.release()
      return false
    }
    event.preventDefault()
    kept.push(event)
    return true
  }

  private release(): void {
    const { desk, kept } = this
    this.kept = []
    for (const event of kept) {
      if (!desk.typing) this.press(event)
      else if (endsTyping(event)) desk.typing.end()
      else this.field.press(event)
    }
  }
}
