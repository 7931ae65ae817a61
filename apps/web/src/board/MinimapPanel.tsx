import type { Editor } from '@inkwire/canvas'
import { Minimap } from '@inkwire/canvas/minimap'
import { useEffect, useRef } from 'react'

/** Everything on the board, small: above the zoom buttons, or on a narrow screen below the bar. */
export function MinimapPanel({ editor }: { readonly editor: Editor }) {
  const host = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!host.current) return
    const minimap = new Minimap(editor.panorama, host.current)
    return () => minimap.close()
  }, [editor])

  return (
    <div className="panel enter absolute right-edge bottom-[calc(max(var(--edge),env(safe-area-inset-bottom))+var(--button)+18px)] z-10 h-[132px] w-[200px] overflow-hidden max-sm:top-[calc(56px+env(safe-area-inset-top))] max-sm:bottom-auto max-sm:h-24 max-sm:w-36">
      <div ref={host} role="img" aria-label="Minimap" className="absolute inset-0 cursor-pointer" />
    </div>
  )
}
