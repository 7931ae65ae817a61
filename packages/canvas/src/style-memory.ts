import { PALETTE } from '@inkwire/board'
import * as z from 'zod/mini'
import { type EditorStorage, storedValue } from './storage.ts'
import { FIRST_STYLES, fieldsOfKind, HEADS, type StyleKind, type StyleState } from './style.ts'

const KEY = 'inkwire.styles'

const stored = z.partial(
  z.object({
    color: z.enum(PALETTE),
    fill: z.union([z.null(), z.enum(PALETTE)]),
    fillStyle: z.enum(['solid', 'hatch']),
    width: z.number().check(z.minimum(0.1), z.maximum(200)),
    dash: z.enum(['solid', 'dashed', 'dotted']),
    sketchy: z.boolean(),
    radius: z.number().check(z.minimum(0), z.maximum(1_000)),
    curve: z.enum(['straight', 'curved', 'elbow']),
    startHead: z.enum(HEADS),
    endHead: z.enum(HEADS),
    font: z.enum(['hand', 'sans', 'serif', 'mono']),
    weight: z.enum(['normal', 'bold']),
    opacity: z.number().check(z.minimum(0.05), z.maximum(1)),
    fontSize: z.number().check(z.minimum(1), z.maximum(1_000)),
    align: z.enum(['left', 'center', 'right']),
  }),
)

/** The style that each kind of thing was last drawn in, in this browser. */
export class StyleMemory {
  private readonly styles = new Map<StyleKind, StyleState>()

  constructor(private readonly storage: EditorStorage) {
    const found = storedValue(storage, KEY)
    for (const kind of Object.keys(FIRST_STYLES) as StyleKind[]) {
      const its = typeof found === 'object' && found !== null ? Reflect.get(found, kind) : undefined
      const parsed = stored.safeParse(its)
      if (parsed.success) this.styles.set(kind, { ...FIRST_STYLES[kind], ...parsed.data })
    }
  }

  of(kind: StyleKind): StyleState {
    return this.styles.get(kind) ?? FIRST_STYLES[kind]
  }

  /** Makes a change stick to a kind, as far as it applies to it. */
  change(kind: StyleKind, change: Partial<StyleState>): void {
    const fields = fieldsOfKind(kind)
    const applying = Object.fromEntries(Object.entries(change).filter(([field]) => fields.some((one) => one === field)))
    this.styles.set(kind, { ...this.of(kind), ...applying })
    this.storage.set(KEY, JSON.stringify(Object.fromEntries(this.styles)))
  }
}
