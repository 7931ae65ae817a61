import { useCallback, useEffect, useState } from 'react'
import { SORTS, type Sort, VIEWS, type View } from './arrange.ts'

/** Where the order is kept in localStorage. */
const SORT_KEY = 'inkwire.sort'

/** What the home page shows: the view lies in the address, so that the way back from a board leads there; the order is kept. */
export function useView(): readonly [View, (view: View) => void, Sort, (sort: Sort) => void] {
  const [view, setView] = useState<View>('all')
  const [sort, setSort] = useState<Sort>('edited')

  // Not while the server paints: it knows neither.
  useEffect(() => {
    setView(parseView(new URLSearchParams(window.location.search).get('show')))
    setSort(keptSort())
  }, [])

  const show = useCallback((chosen: View) => {
    setView(chosen)
    const query = chosen === 'all' ? '/' : `/?show=${encodeURIComponent(chosen)}`
    window.history.replaceState(window.history.state, '', query)
  }, [])

  const order = useCallback((chosen: Sort) => {
    setSort(chosen)
    try {
      localStorage.setItem(SORT_KEY, chosen)
    } catch {
      // Storage may be forbidden; the order then lasts as long as the page.
    }
  }, [])

  return [view, show, sort, order]
}

function parseView(text: string | null): View {
  if (text?.startsWith('folder ')) return text as View
  return VIEWS.find(({ view }) => view === text)?.view ?? 'all'
}

function keptSort(): Sort {
  try {
    const kept = localStorage.getItem(SORT_KEY)
    return SORTS.find(({ value }) => value === kept)?.value ?? 'edited'
  } catch {
    return 'edited'
  }
}
