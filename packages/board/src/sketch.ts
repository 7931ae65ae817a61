import type { Op, Options } from 'roughjs/bin/core'
import { RoughGenerator } from 'roughjs/bin/generator'
import type { Sketcher } from './geometry-context.ts'
import { flattened, type Path, type PathCommand } from './path.ts'

/** How far roughjs bends a line is a share of its length: of longer ones, px, it would be bent away from where it is touched. */
const LONGEST_BENT = 400
/** One of roughjs' seeds: 0 would mean a random one. */
const seedFrom = (seed: number): number => (Math.abs(Math.trunc(seed)) % (2 ** 31 - 2)) + 1

/** Draws as if by hand with roughjs, of which only the generator is used. */
export function roughSketcher(): Sketcher {
  const generator = new RoughGenerator()
  return {
    outline(path, seed) {
      const options = optionsFor(path, seed)
      const curved = path.some(([kind]) => kind === 'Q' || kind === 'C')
      // Where a curve goes over into a line, a gap would look like a mistake.
      if (curved) return pathOf(generator.path(written(path), { ...options, preserveVertices: true }).sets)
      const points = (flattened(path)[0]?.points ?? []).map(({ x, y }): [number, number] => [x, y])
      return points.length < 3 ? path : pathOf(generator.polygon(points, options).sets)
    },
    ellipse(cx, cy, rx, ry, seed) {
      // Not roughjs' own ellipse, whose ends lie by a share of its size within it: far from where a large one is touched.
      const count = 16 + Math.ceil(Math.sqrt(Math.max(rx, ry)))
      const points = Array.from({ length: count + 2 }, (_, i): [number, number] => {
        const angle = seed + (i * 2 * Math.PI) / count
        return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)]
      })
      return pathOf(generator.curve(points, { seed: seedFrom(seed) }).sets)
    },
    lines(path, seed) {
      const options = { ...optionsFor(path, seed), disableMultiStroke: true, roughness: 0.7 }
      return pathOf(generator.path(written(path), options).sets)
    },
  }
}

function optionsFor(path: Path, seed: number): Options {
  let longest = 0
  for (const { points, closed } of flattened(path)) {
    for (const [i, point] of points.entries()) {
      const next = points[i + 1] ?? (closed ? points[0] : undefined)
      if (next) longest = Math.max(longest, Math.hypot(next.x - point.x, next.y - point.y))
    }
  }
  return { seed: seedFrom(seed), bowing: Math.min(1, LONGEST_BENT / Math.max(1, longest)) }
}

const written = (path: Path): string => path.map(([kind, ...numbers]) => kind + numbers.join(' ')).join('')

function pathOf(sets: readonly { readonly ops: readonly Op[] }[]): Path {
  return sets.flatMap(({ ops }) => ops.map(command))
}

function command({ op, data }: Op): PathCommand {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = data
  switch (op) {
    case 'move':
      return ['M', a, b]
    case 'lineTo':
      return ['L', a, b]
    case 'bcurveTo':
      return ['C', a, b, c, d, e, f]
  }
}
