import type { ToolId, ToolRow } from '@inkwire/canvas'

export interface FlyoutTools<Tool> {
  readonly title: string
  /** With the first press; else a press on the tool that is in hand opens it. */
  readonly opensAtOnce: boolean
  readonly tools: readonly Tool[]
}

/** Tools of which one stands in the row, the last one used, and the others open from it. */
const FLYOUTS: readonly FlyoutTools<ToolId>[] = [
  { title: 'Selecting', opensAtOnce: false, tools: ['select', 'lasso'] },
  { title: 'Shapes', opensAtOnce: true, tools: ['rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon'] },
]

/** Chosen elsewhere: where colours are. */
const NOT_IN_ROW: ReadonlySet<ToolId> = new Set(['eyedropper'])

/** A place in the row of tools. */
export type ToolPlace =
  | { readonly kind: 'tool'; readonly tool: ToolRow }
  | ({ readonly kind: 'flyout' } & FlyoutTools<ToolRow>)

/** The places of some tools, in the order of their table. */
export function toolPlaces(tools: readonly ToolRow[]): readonly ToolPlace[] {
  return tools.flatMap((tool): readonly ToolPlace[] => {
    if (NOT_IN_ROW.has(tool.id)) return []
    const flyout = FLYOUTS.find(({ tools: ids }) => ids.includes(tool.id))
    if (!flyout) return [{ kind: 'tool', tool }]
    const members = flyout.tools.flatMap((id) => tools.find((row) => row.id === id) ?? [])
    if (members[0] !== tool) return []
    return [members.length > 1 ? { ...flyout, kind: 'flyout', tools: members } : { kind: 'tool', tool }]
  })
}

/** What separates one part of the row from the next. */
export function groupOf(place: ToolPlace): ToolRow['group'] | undefined {
  return place.kind === 'tool' ? place.tool.group : place.tools[0]?.group
}
