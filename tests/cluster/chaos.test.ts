import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const CHAOS = fileURLToPath(new URL('../chaos/chaos.ts', import.meta.url))
/** Each kind once; `npm run chaos` does more, and with browsers. */
const OPTIONS = ['--faults', '6', '--in-turn', '--drawers', '4', '--pages', '0']

test('people draw while every part is killed once: nothing acknowledged is lost, nothing is doubled, and the witness hears all', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', CHAOS, ...OPTIONS], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  console.log(output)
  expect(code, output).toBe(0)
  const count = (line: string) => Number(new RegExp(`^${line} +(\\d+)`, 'm').exec(output)?.[1])
  expect(count('acknowledged, and lost')).toBe(0)
  expect(count('doubled')).toBe(0)
  expect(count('holes in the log')).toBe(0)
  // A witness that heard nothing would find nothing lost, either.
  expect(count('acknowledged to scripts')).toBe(count('edits made'))
  expect(count('edits made')).toBeGreaterThan(100)
})
