import {
  type Area,
  type Box,
  boxAround,
  boxContains,
  crossing,
  type Element,
  type ElementId,
  insidePolygon,
  type Point,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Scene } from '../scene/scene.ts'
import { isWithin, picked } from './picking.ts'

/** What is drawn around things to select them: a box, or a line by hand that is closed by itself. */
export type Region =
  | { readonly kind: 'box'; readonly box: Box }
  | { readonly kind: 'lasso'; readonly points: readonly Point[] }

/**
 * What a region selects: what it touches or, with `wholeOnly`, what lies whole in it. Groups are selected as one; in a group that was
 * entered, only what is in it.
 */
export function selectedBy({ scene, entered }: Desk, region: Region, wholeOnly: boolean): ElementId[] {
  const found = elementsIn(scene, region, wholeOnly).filter(
    (element) => entered === null || isWithin(scene, element, entered),
  )
  const ids = new Set(found.map((element) => picked(scene, element, entered).id))
  if (!wholeOnly) return [...ids]
  const whole = new Set(found.map(({ id }) => id))
  return [...ids].filter((id) => whole.has(id) || scene.withMembers([id]).every((one) => whole.has(one) || !scene.ownBounds(one))) // biome-ignore format: one row
}

function elementsIn(scene: Scene, region: Region, wholeOnly: boolean): readonly Element[] {
  switch (region.kind) {
    case 'box': {
      const touched = scene.touching(region.box)
      return wholeOnly ? touched.filter(({ id }) => liesIn(scene, id, region.box)) : touched
    }
    case 'lasso': {
      const box = boxAround(region.points)
      if (!box) return []
      return scene.touching(box).filter((element) => {
        const areas = scene.areasOf(element)
        return wholeOnly
          ? areas.every((area) => holdsArea(region.points, area))
          : areas.some((area) => touchesArea(region.points, area))
      })
    }
  }
}

function liesIn(scene: Scene, id: ElementId, box: Box): boolean {
  const bounds = scene.ownBounds(id)
  return bounds !== undefined && boxContains(box, bounds)
}

/** Whether a closed line holds some of an area's line or lies in its filling. */
export function touchesArea(lasso: readonly Point[], area: Area): boolean {
  if (area.points.some((point) => insidePolygon(lasso, point))) return true
  const [first] = lasso
  if (area.filled && first && insidePolygon(area.points, first)) return true
  return crosses(lasso, area)
}

/** Whether a closed line holds an area's line whole. */
export function holdsArea(lasso: readonly Point[], area: Area): boolean {
  return area.points.every((point) => insidePolygon(lasso, point)) && !crosses(lasso, area)
}

function crosses(lasso: readonly Point[], { points, closed }: Area): boolean {
  const last = closed ? points.length : points.length - 1
  for (let i = 0; i < last; i++) {
    const [a, b] = [points[i], points[(i + 1) % points.length]]
    if (!a || !b) continue
    for (let j = 0; j < lasso.length; j++) {
      const [c, d] = [lasso[j], lasso[(j + 1) % lasso.length]]
      if (c && d && crossing(a, b, c, d) !== undefined) return true
    }
  }
  return false
}
