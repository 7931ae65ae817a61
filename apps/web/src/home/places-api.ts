import type { BoardId } from '@inkwire/board'
import type { FolderBody, FolderChange, PlaceChange } from '@inkwire/protocol'
import * as z from 'zod/mini'
import { request } from '../api.ts'

const folderBody: z.ZodMiniType<FolderBody> = z.object({ folder: z.object({ id: z.string(), name: z.string() }) })
const nothing = z.unknown()

/** Where I have a board among mine. */
export const arrangeBoard = (id: BoardId, place: PlaceChange) => request('PUT', `/boards/${id}/place`, nothing, place)

export const createFolder = (change: FolderChange) => request('POST', '/folders', folderBody, change)

export const renameFolder = (id: string, change: FolderChange) => request('PATCH', `/folders/${id}`, folderBody, change)

export const removeFolder = (id: string) => request('DELETE', `/folders/${id}`, nothing)
