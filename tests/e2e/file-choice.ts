import type { Page } from '@playwright/test'

export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Chooses image files in the dialog that the command opens. */
export async function insertImages(page: Page, ...files: ChosenFile[]): Promise<void> {
  const chosen = new Promise<void>((resolve, reject) => {
    page.once('filechooser', (chooser) => chooser.setFiles(files).then(resolve, reject))
  })
  // The way there and back: the browser listens by now.
  await page.evaluate(() => {})
  await page.keyboard.press('9')
  await chosen
}
