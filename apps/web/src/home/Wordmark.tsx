import { Scribble } from './Scribble.tsx'

/** The mark and the name. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5 text-heading font-semibold tracking-[-0.01em]">
      <span className="grid size-6 place-items-center rounded-md bg-text">
        <Scribble className="w-[18px] stroke-canvas" />
      </span>
      Inkwire
    </span>
  )
}
