import type { KnownBoard } from '@inkwire/sync'
import { noServer } from '../offline/no-server.ts'
import { Button } from '../ui/Button.tsx'
import { CardGrid } from './CardGrid.tsx'
import { opened } from './edited.ts'
import { Scribble } from './Scribble.tsx'

/** While there is no server: the boards of which this browser has a copy. */
export function KeptBoards({
  boards,
  onRetry,
}: {
  readonly boards: readonly KnownBoard[]
  readonly onRetry: () => void
}) {
  return (
    <>
      <div role="status" className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
        <p className="text-muted">{noServer()} These boards are kept in this browser, and can be drawn on.</p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
      <CardGrid busy={false}>
        {boards.map(({ board, name, openedAt }) => (
          <li key={board}>
            <article className="group">
              {/* A whole page load, which the service worker answers: the router would ask the server first. */}
              <a href={`/b/${board}`} aria-label={`Open ${name}`} className="block rounded-panel">
                <span className="grid aspect-[16/10] place-items-center rounded-panel border border-line bg-canvas transition-colors group-hover:border-muted">
                  <Scribble className="w-12 stroke-line" />
                </span>
              </a>
              <h2 className="mt-2 truncate text-card font-semibold">{name}</h2>
              <p className="text-label text-muted">{opened(openedAt, Date.now())}</p>
            </article>
          </li>
        ))}
      </CardGrid>
    </>
  )
}
