import { type BoardSummary, THUMBNAIL_SIZE, thumbnailPath } from '@inkwire/protocol'
import { useState } from 'react'
import { useTheme } from '../theme/theme.ts'
import { Scribble } from './Scribble.tsx'

/** A board's picture in the theme of the page; without one, a quiet sign that there is a board. */
export function Thumbnail({ board, className = '' }: { readonly board: BoardSummary; readonly className?: string }) {
  const theme = useTheme()
  // A page that stays open keeps what it loaded from an address, however old it is.
  const address = `${thumbnailPath(board.id, theme)}&edited=${board.editedAt}`
  const [failed, setFailed] = useState<string | null>(null)
  return (
    <span
      className={`grid aspect-[16/10] place-items-center overflow-hidden rounded-panel border border-line bg-canvas transition-colors ${className}`}
    >
      {failed === address ? (
        <Scribble className="w-12 stroke-line" />
      ) : (
        // biome-ignore lint/performance/noImgElement: an SVG has nothing that could be made smaller
        <img
          key={address}
          alt=""
          src={address}
          width={THUMBNAIL_SIZE.width}
          height={THUMBNAIL_SIZE.height}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setFailed(address)}
          className="size-full object-cover"
        />
      )}
    </span>
  )
}
