import type { Point } from '@inkwire/board'
import { toWorld } from './camera.ts'
import { COMMANDS, type CommandId } from './commands.ts'
import type { Desk } from './desk.ts'
import { isWithin, picked } from './selection/picking.ts'

/** A menu that is open at a place on screen, css px from the top left corner of the canvas. */
export interface Menu extends Point {
  /** Rows of the table of commands, in order; those that can't be run now are to be shown as such. */
  readonly commands: readonly CommandId[]
}

/** How near a press has to be to what it means, css px: a menu is for fingers too. */
const TOLERANCE = 8

const FOR_SELECTION: readonly string[] = [
  'cut',
  'copy',
  'paste',
  'duplicate',
  'group',
  'ungroup',
  'bring-to-front',
  'bring-forward',
  'send-backward',
  'send-to-back',
  'lock',
  'delete',
  'select-all',
]
const FOR_NOTHING: readonly string[] = ['paste', 'select-all', 'zoom-fit']

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
  const wanted = desk.selection.length > 0 ? FOR_SELECTION : FOR_NOTHING
  const rows = new Map<string, CommandId>(COMMANDS.map(({ id }) => [id, id]))
  return { x: at.x, y: at.y, commands: wanted.flatMap((id) => rows.get(id) ?? []) }
}
