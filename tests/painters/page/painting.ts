import type { Element } from '@inkwire/board'
import { Painter, THEMES } from '@inkwire/canvas/testing'
import { elementId } from './elements.ts'
import { Sheet } from './sheet.ts'

/** The one that all proofs paint with. */
export const painter = new Painter()

const FONTS = ["'Inter Variable'", "'Kalam'", "'Source Serif 4 Variable'", "'JetBrains Mono Variable'"]

/** Waits for all that comes late: fonts, and what draws as if by hand. What is painted before looks different. */
export async function everythingLoaded(): Promise<void> {
  // A weight and some letters: each font's file is fetched for what is asked for.
  await Promise.all(
    FONTS.flatMap((font) => ['400', '700'].map((weight) => document.fonts.load(`${weight} 20px ${font}`, 'aÄ'))),
  )
  const sketchy: Element = {
    id: elementId('sketchy'),
    type: 'rectangle',
    order: 'a0',
    x: 0,
    y: 0,
    w: 99,
    h: 99,
    sketchy: true,
    seed: 1,
  }
  const canvas = document.createElement('canvas').getContext('2d')
  if (!canvas) throw new Error('there is no canvas to paint on')
  const { scene } = new Sheet([sketchy])
  const came = new Promise<void>((resolve) => painter.sketching.onArrival(resolve))
  painter.paint(canvas, sketchy, { ...scene.context, palette: THEMES.light }, THEMES.light)
  await came
}
