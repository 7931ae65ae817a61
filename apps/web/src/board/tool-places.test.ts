import { TOOLS } from '@inkwire/canvas'
import { expect, test } from 'vitest'
import { toolPlaces } from './tool-places.ts'

test('every tool has exactly one place, the eyedropper one elsewhere', () => {
  const placed = toolPlaces(TOOLS).flatMap((place) => (place.kind === 'tool' ? [place.tool] : place.tools))
  expect(placed.map(({ id }) => id).sort()).toEqual(
    TOOLS.map(({ id }) => id)
      .filter((id) => id !== 'eyedropper')
      .sort(),
  )
})

test('a flyout of one tool is that tool', () => {
  const places = toolPlaces(TOOLS.filter(({ id }) => id === 'ellipse' || id === 'hand'))
  expect(places.every(({ kind }) => kind === 'tool')).toBe(true)
})
