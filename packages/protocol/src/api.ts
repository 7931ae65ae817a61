import type { BoardId, Epoch, Person } from '@inkwire/board'
import { atLeast, atMost, boardId, elementId } from '@inkwire/board'
import * as z from 'zod/mini'
import type { Refusal } from './errors.ts'
import type { Role } from './events.ts'
import { LIMITS } from './limits.ts'
import { name } from './name.ts'

/** HTTP, all below /api/v1, JSON; a refusal is `{ error }` with a status of 400 or above. */
export interface RefusalBody {
  readonly error: Refusal
}

/** GET and POST /session; person is null when there is no session. */
export interface SessionBody {
  readonly person: Person | null
}

/** PATCH /session: my name and colour. */
export const personChange = z.object({
  name: z.optional(name),
  color: z.optional(z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/))),
})
export type PersonChange = z.infer<typeof personChange>

export interface BoardSummary {
  readonly id: BoardId
  readonly name: string
  readonly role: Role
  /** ms since 1970 */
  readonly createdAt: number
  /** When its last batch was committed, or it was created; ms since 1970. */
  readonly editedAt: number
}

/** A board among mine. */
export interface ListedBoard extends BoardSummary {
  readonly starred: boolean
  /** The folder that I put it into. */
  readonly folder: string | null
  /** When I last opened it, ms since 1970. */
  readonly openedAt: number | null
}

/** A folder of mine, for boards of my own and of others. */
export interface Folder {
  readonly id: string
  readonly name: string
}

/** GET /boards: newest edit first; folders by name. */
export interface BoardsBody {
  readonly boards: readonly ListedBoard[]
  readonly folders: readonly Folder[]
}

/** POST /folders (201) and PATCH /folders/:id; DELETE /folders/:id (204) leaves its boards where they were without it. */
export interface FolderBody {
  readonly folder: Folder
}

/** A board in the trash. */
export interface TrashedBoard extends BoardSummary {
  /** ms since 1970 */
  readonly deletedAt: number
  /** When it is removed for good; ms since 1970. */
  readonly expiresAt: number
}

/** GET /boards?trash=1: my own boards in the trash, newest there first. */
export interface TrashBody {
  readonly boards: readonly TrashedBoard[]
}

/**
 * POST /boards, and GET /boards/:id for whoever may open it; POST /boards/:id/duplicate (201, the new board) for whoever may
 * view it, and POST /boards/:id/restore (out of the trash) for its owner, both without a body. `key` is the link's, for those
 * who may hand it on. DELETE /boards/:id (into the trash) and DELETE /boards/:id?forever=1 (out of the trash, for good) answer
 * 204.
 */
export interface BoardBody {
  readonly board: BoardSummary
  readonly key?: string
}

/** POST /boards and PATCH /boards/:id */
export const boardChange = z.object({ name })
export type BoardChange = z.infer<typeof boardChange>

/** POST /boards/:id/open: hands over the link's key and gets a grant, so that the next visit needs only the cookie. */
export const boardKey = z.object({
  key: z.string().check(atLeast(1), atMost(100)),
  /** Where the link has one. */
  password: z.optional(z.string().check(atMost(LIMITS.linkPasswordCharacters.most))),
})

/** POST /boards/:id/erase: elements that vanish from the board and its history. */
export const eraseRequest = z.object({
  elements: z.array(elementId).check(atLeast(1), atMost(LIMITS.erasedAtOnce)),
})

export interface EraseBody {
  /** Batches of the log that lost something. */
  readonly batches: number
  /** Images that the board no longer has. */
  readonly images: number
}

/** The theme of a thumbnail. */
export const thumbnailTheme = z.enum(['light', 'dark'])
export type ThumbnailTheme = z.infer<typeof thumbnailTheme>

/** The address of a board's picture, an SVG of THUMBNAIL_SIZE, for whoever may view the board; it asks again by its ETag. */
export function thumbnailPath(board: BoardId, theme: ThumbnailTheme): string {
  return `/api/v1/boards/${board}/thumbnail.svg?theme=${theme}`
}

/** px: 16:10, as its card. */
export const THUMBNAIL_SIZE = { width: 480, height: 300 } as const

/** The types that an image's file may have, by its content. */
export const ASSET_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export type AssetType = (typeof ASSET_TYPES)[number]

/** POST /boards/:id/assets, the file as the body, for whoever may edit the board (201). The same file again is the same asset. */
export interface AssetBody {
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly asset: string
  readonly type: AssetType
  /** Pixels, as they stand in the file. */
  readonly w: number
  readonly h: number
}

/** The address of an image that was uploaded to a board, for whoever may view the board. What is there never changes. */
export function assetPath(board: BoardId, asset: string): string {
  return `/api/v1/boards/${board}/assets/${asset}`
}

/** GET /boards/:id/head */
export interface HeadBody {
  readonly epoch: Epoch
  readonly seq: number
  readonly hash: string
  readonly elements: number
}

export { boardId }
