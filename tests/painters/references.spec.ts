import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { test } from './proof-page.ts'

const FOLDER = fileURLToPath(new URL('./references', import.meta.url))
/** Set it after a look was changed on purpose, and look at what git shows as changed. */
const update = process.env.UPDATE_REFERENCES === '1'
const PNG = 'data:image/png;base64,'

for (const theme of ['light', 'dark'] as const) {
  test(`every painter draws the same on screen, as PNG, as SVG and as it ever did: ${theme}`, async ({
    proofs,
  }, info) => {
    const names = await proofs.evaluate(() => window.proofs.rowNames())
    const faults: string[] = []
    mkdirSync(FOLDER, { recursive: true })
    for (const name of names) {
      const file = join(FOLDER, fileOf(name, theme))
      const known = !update && existsSync(file)
      const reference = known ? PNG + readFileSync(file).toString('base64') : null
      const painted = await proofs.evaluate((row) => window.proofs.paintedRow(row.name, row.theme, row.reference), {
        name,
        theme,
        reference,
      })
      for (const { what, picture } of painted.faults) {
        faults.push(what)
        write(info.outputPath(`${name} ${faults.length}.png`), picture)
      }
      if (update) write(file, painted.picture)
      else if (!known) faults.push(`${name} has no reference: UPDATE_REFERENCES=1 makes it`)
    }
    expect(faults).toEqual([])
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(`.${theme}.png`))
    expect(files.sort()).toEqual(names.map((name) => fileOf(name, theme)).sort())
  })
}

const fileOf = (name: string, theme: string) => `${name.replaceAll(' ', '-')}.${theme}.png`

const write = (file: string, picture: string) => writeFileSync(file, Buffer.from(picture.slice(PNG.length), 'base64'))
