import type { BoardId } from '@inkwire/board'
import type { Assets, Upload } from '@inkwire/canvas'
import * as z from 'zod/mini'

const assetBody = z.object({ asset: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })
const refusalBody = z.object({ error: z.object({ message: z.string(), retry: z.boolean() }) })
/** A board's id, as it stands in addresses. */
const BOARD = /^[\w-]{1,40}$/

const UNREACHABLE: Upload = {
  ok: false,
  message: 'The server can’t be reached: the image is not on the board yet.',
  retry: true,
}

/** The images of a board, as the server keeps them. */
export function boardAssets(board: BoardId): Assets {
  const upload = (file: Blob): Promise<Upload> => sent(board, file)
  return {
    board,
    folder: folderOf(board),
    upload,
    async copy(asset, from) {
      if (!BOARD.test(from)) return { ok: false, message: 'These images come from no board.', retry: false }
      try {
        const answer = await fetch(folderOf(from) + asset, { credentials: 'same-origin' })
        return answer.ok ? upload(await answer.blob()) : await refused(answer)
      } catch {
        return UNREACHABLE
      }
    },
  }
}

/** Absolute, as workers resolve addresses against their own. */
const folderOf = (board: string): string => `${window.location.origin}/api/v1/boards/${board}/assets/`

async function sent(board: BoardId, file: Blob): Promise<Upload> {
  try {
    const answer = await fetch(`/api/v1/boards/${board}/assets`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': file.type || 'application/octet-stream' },
      body: file,
    })
    if (!answer.ok) return await refused(answer)
    return { ok: true, asset: assetBody.parse(await answer.json()).asset }
  } catch {
    // No connection, or an answer by somebody else than our server (a proxy's page, for example).
    return UNREACHABLE
  }
}

/** Rejects when the answer is not our server's. */
async function refused(answer: Response): Promise<Upload> {
  const { message, retry } = refusalBody.parse(await answer.json()).error
  return { ok: false, message, retry }
}
