import type { ElementId } from '@inkwire/board'

/** What was worked out about lists of elements, kept until the document changes: a thousand selected ones are looked at once, not each frame. */
export class UntilChanged<Value> {
  private known = new WeakMap<readonly ElementId[], { readonly version: number; readonly value: Value }>()

  constructor(
    /** Another number after each change of the document. */
    private readonly version: () => number,
  ) {}

  /** The value for this very list. */
  of(ids: readonly ElementId[], work: () => Value): Value {
    const version = this.version()
    const known = this.known.get(ids)
    if (known?.version === version) return known.value
    const value = work()
    this.known.set(ids, { version, value })
    return value
  }
}
