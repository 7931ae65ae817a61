export type TipPlace = 'above' | 'below' | 'below-left' | 'below-right' | 'above-left' | 'above-right' | 'beside'

const PLACES: { readonly [Place in TipPlace]: string } = {
  above: 'bottom-[calc(100%+8px)] left-1/2 -translate-x-1/2',
  below: 'top-[calc(100%+8px)] left-1/2 -translate-x-1/2',
  'below-left': 'top-[calc(100%+8px)] right-0',
  'below-right': 'top-[calc(100%+8px)] left-0',
  'above-left': 'bottom-[calc(100%+8px)] right-0',
  'above-right': 'bottom-[calc(100%+8px)] left-0',
  // Of the whole panel, which is `relative` instead of the button: the place above may belong to others.
  beside: 'top-1/2 left-[calc(100%+8px)] -translate-y-1/2',
}

/** A tooltip for the button or link that it stands in, which must be `relative` (but see `beside`) and carry its own accessible name. */
export function Tip({
  text,
  shortcut,
  place,
}: {
  readonly text: string
  readonly shortcut?: string
  readonly place: TipPlace
}) {
  return (
    <span aria-hidden="true" className={`tip ${PLACES[place]}`}>
      {text}
      {shortcut && <kbd>{shortcut}</kbd>}
    </span>
  )
}
