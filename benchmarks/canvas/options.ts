import { parseArgs } from 'node:util'
import { CASES } from './cases/cases.ts'

export const PAGES = ['inkwire', 'excalidraw', 'tldraw'] as const
export type PageName = (typeof PAGES)[number]

export interface Options {
  /** Elements of the scenes. */
  readonly counts: readonly number[]
  readonly repetitions: number
  readonly pages: readonly PageName[]
  readonly cases: readonly string[]
  /** A case that takes longer is given up, ms. */
  readonly cap: number
  /** One run of the most telling cases, peers with 10,000 elements only. */
  readonly quick: boolean
  /** Our page alone, readable, with the hottest functions of each thread. */
  readonly profile: boolean
  /** All pages and all cases: what the documentation shows. */
  readonly whole: boolean
  /** Takes the pages as they were built last. */
  readonly built: boolean
  /** Serves the pages on this port and measures nothing: for other drivers. */
  readonly serve: number | undefined
}

const ALL_CASES = ['load', ...Object.keys(CASES), 'bytes']
/** A quick run leaves out what is much like another case, and what needs the service to be built. */
const NOT_QUICK = new Set(['panWheel10', 'draw10', 'bytes'])

/** Throws with one line for people. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      n: { type: 'string' },
      reps: { type: 'string' },
      only: { type: 'string' },
      cases: { type: 'string' },
      cap: { type: 'string', default: '60' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      serve: { type: 'string' },
    },
  })
  const { quick, profile } = values
  return {
    counts: (values.n ?? (quick ? '10000,50000' : '1000,10000,50000'))
      .split(',')
      .map((n) => whole('n', n, 100, 200_000)),
    repetitions: whole('reps', values.reps ?? (quick || profile ? '1' : '3'), 1, 100),
    pages: among('only', values.only ?? (profile ? 'inkwire' : PAGES.join(',')), PAGES),
    cases: among(
      'cases',
      values.cases ?? ALL_CASES.filter((name) => !quick || !NOT_QUICK.has(name)).join(','),
      ALL_CASES,
    ),
    cap: whole('cap', values.cap, 1, 3_600) * 1_000,
    quick,
    profile,
    whole: values.only === undefined && values.cases === undefined && !quick && !profile,
    built: values.built,
    serve: values.serve === undefined ? undefined : whole('serve', values.serve, 0, 65_535),
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Error(`--${name} is ${text}: it must be a whole number from ${least} to ${most}`)
}

function among<Name extends string>(option: string, text: string, names: readonly Name[]): readonly Name[] {
  return text.split(',').map((one) => {
    const found = names.find((name) => name === one)
    if (found === undefined) throw new Error(`--${option} names ${one}: choose from ${names.join(', ')}`)
    return found
  })
}
