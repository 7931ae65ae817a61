import type { Point } from '@inkwire/board'
import { toScreen, toWorld } from './camera.ts'
import type { Desk } from './desk.ts'
import { isWithin, picked } from './selection/picking.ts'

/** A row of a menu: an id of the table of commands, or a name under which there are more of them. */
export type MenuEntry = string | { readonly title: string; readonly commands: readonly string[] }

/** A menu that is open at a place on screen, css px from the top left corner of the canvas. */
export interface Menu extends Point {
  /**
   * Parts with a line between them. Rows that can't be run now are to be shown as such, those of `optional` not at all, and
   * what the table doesn't have is left out.
   */
  readonly parts: readonly (readonly MenuEntry[])[]
  /** Commands that are only there when they can be run: they are about few kinds of things. */
  readonly optional: ReadonlySet<string>
}

/** How near a press has to be to what it means, css px: a menu is for fingers too. */
const TOLERANCE = 8
/** A menu that a key opens keeps so far from the edges of the view, css px. */
const EDGE = 40

const FOR_SELECTION: Menu['parts'] = [
  ['edit-text', 'crop-image', 'open-link', 'link'],
  [
    'cut',
    'copy',
    { title: 'Copy as', commands: ['copy-png', 'copy-svg', 'copy-style'] },
    'paste',
    'paste-style',
    'duplicate',
    'export',
  ],
  [
    'group',
    'ungroup',
    { title: 'Order', commands: ['bring-to-front', 'bring-forward', 'send-backward', 'send-to-back'] },
    {
      title: 'Align',
      commands: [
        'align-left',
        'align-center',
        'align-right',
        'align-top',
        'align-middle',
        'align-bottom',
        'distribute-horizontally',
        'distribute-vertically',
      ],
    },
    { title: 'Flip', commands: ['flip-horizontally', 'flip-vertically'] },
    'lock',
  ],
  ['delete', 'erase'],
  ['select-kind', 'select-all', 'zoom-selection', 'origin'],
]

const FOR_NOTHING: Menu['parts'] = [
  ['paste', 'insert-image'],
  ['select-all', 'zoom-fit'],
  [
    { title: 'Paper', commands: ['paper-plain', 'paper-dots', 'paper-lines', 'paper-squares'] },
    { title: 'Export', commands: ['export-png', 'export-svg'] },
  ],
  [
    {
      title: 'Preferences',
      commands: ['toggle-snapping', 'toggle-grid-snap', 'toggle-whole-only', 'toggle-pen-mode'],
    },
    'minimap',
    'palette',
  ],
]

const OPTIONAL: ReadonlySet<string> = new Set([
  'edit-text',
  'crop-image',
  'open-link',
  'link',
  'ungroup',
  'paste-style',
  'origin',
  'erase',
])

/** The menu for a place: what is there gets selected first, if it isn't yet. */
export function menuAt(desk: Desk, at: Point): Menu {
  const { scene } = desk
  const point = toWorld(desk.camera, at)
  const tolerance = TOLERANCE / desk.camera.zoom
  const hit = scene.at(point, tolerance) ?? scene.lockedAt(point, tolerance)
  if (!hit) {
    desk.enter(null)
    desk.select([])
  } else {
    if (desk.entered !== null && !isWithin(scene, hit, desk.entered)) desk.enter(null)
    const { id } = picked(scene, hit, desk.entered)
    if (!desk.selection.includes(id)) desk.select([id])
  }
  return menuFor(desk, at)
}

function menuFor({ selection }: Desk, { x, y }: Point): Menu {
  return { x, y, parts: selection.length > 0 ? FOR_SELECTION : FOR_NOTHING, optional: OPTIONAL }
}

/** Opens the menu for what is selected, in the middle of it as far as it is in view; by a key. */
export function openSelectionMenu(desk: Desk): void {
  const { scene, camera, size, selection } = desk
  const bounds = scene.bounds(selection)
  const middle = bounds && { x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2 }
  const at = middle ? toScreen(camera, middle) : { x: size.w / 2, y: size.h / 2 }
  const within = (value: number, length: number) => Math.min(Math.max(0, length - EDGE), Math.max(EDGE, value))
  desk.typing?.end()
  desk.cancel()
  desk.setMenu(menuFor(desk, { x: within(at.x, size.w), y: within(at.y, size.h) }))
}

/** All commands of a menu, those in its further menus too. */
export function commandsOf(menu: Menu): readonly string[] {
  return menu.parts.flat().flatMap((entry) => (typeof entry === 'string' ? entry : entry.commands))
}
