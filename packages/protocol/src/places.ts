import * as z from 'zod/mini'
import { name } from './name.ts'

/** What names a folder: 21 characters, as the server made them. */
export const folderId = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}$/))

/** PUT /boards/:id/place (204): where I have a board among mine. What is left out stays. */
export const placeChange = z.object({
  starred: z.optional(z.boolean()),
  /** One of my folders; null: none. */
  folder: z.optional(z.nullable(folderId)),
})
export type PlaceChange = z.infer<typeof placeChange>

/** POST /folders and PATCH /folders/:id */
export const folderChange = z.object({ name })
export type FolderChange = z.infer<typeof folderChange>
