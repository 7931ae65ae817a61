import { createHash } from 'node:crypto'
import type { AssetFiles } from '../../assets/asset-files.ts'

/** Copies an image from one folder to another. Returns whether it was there, as it has to be. */
export async function copyImage(id: string, from: AssetFiles, to: AssetFiles): Promise<boolean> {
  const file = await from.open(id)
  if (!file) return false
  let bytes: Buffer
  try {
    bytes = await file.readFile()
  } finally {
    await file.close()
  }
  if (createHash('sha256').update(bytes).digest('hex') !== id) return false
  await to.write(id, bytes)
  return true
}
