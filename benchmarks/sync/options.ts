import { parseArgs } from 'node:util'
import type { Work, WorkOptions } from './works/work.ts'
import { WORKS } from './works/works.ts'

export interface Options extends WorkOptions {
  readonly benchmark: keyof typeof WORKS
  readonly works: readonly Work[]
  /** Those who take part, of each work's. */
  readonly contenders: readonly string[] | undefined
  /** Runs of each. */
  readonly repeat: number
}

const isBenchmark = (name: string | undefined): name is keyof typeof WORKS => Object.hasOwn(WORKS, name ?? '')

/** Throws with one line for people. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      works: { type: 'string' },
      contenders: { type: 'string' },
      seconds: { type: 'string' },
      repeat: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  })
  const [benchmark] = positionals
  if (!isBenchmark(benchmark)) throw new Error(`Name one of these: ${Object.keys(WORKS).join(', ')}`)
  const all: readonly Work[] = WORKS[benchmark]
  const works = (values.works?.split(',') ?? all.map(({ name }) => name)).map((name) => {
    const work = all.find((each) => each.name === name)
    if (!work) throw new Error(`There is no work "${name}"; there are ${all.map((each) => each.name).join(', ')}`)
    return work
  })
  const { quick } = values
  return {
    benchmark,
    works,
    contenders: values.contenders?.split(','),
    seconds: whole('seconds', values.seconds ?? (quick ? '1' : '8'), 600),
    repeat: whole('repeat', values.repeat ?? (quick ? '1' : '3'), 100),
    quick,
  }
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Error(`--${name} is ${text}: it must be a whole number from 1 to ${most}`)
}
