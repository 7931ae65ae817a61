import type { ElementId, Op } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { letGoOps } from './movement.ts'

/** The ops that remove elements with all that they hold; arrows bound to them stay and end where they end now. */
export function removeOps(scene: Scene, ids: Iterable<ElementId>): Op[] {
  const gone = new Set(scene.withMembers(ids))
  const ops: Op[] = letGoOps(scene, gone)
  for (const id of gone) ops.push({ op: 'remove', id })
  return ops
}
