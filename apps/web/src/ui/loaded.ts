import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from 'react'

/**
 * What a page loads when it is shown, and again when `again` is called; until the first answer, `loading`. An answer that comes after a newer question is thrown away.
 *
 * @param load stays the same function, and never rejects
 */
export function useLoaded<State>(
  load: () => Promise<State>,
  loading: State,
): readonly [State, setState: Dispatch<SetStateAction<State>>, again: () => void] {
  const [state, setState] = useState(loading)
  const [attempt, setAttempt] = useState(0)
  const again = useCallback(() => setAttempt((count) => count + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another load
  useEffect(() => {
    let gone = false
    load().then((loaded) => !gone && setState(loaded))
    return () => {
      gone = true
    }
  }, [load, attempt])

  return [state, setState, again]
}
