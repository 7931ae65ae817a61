/** The values of /metrics by series, labels as they are written there. */
export type Scrape = ReadonlyMap<string, number>

export async function scrape(port: number): Promise<Scrape> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`)
  return parseScrape(await answer.text())
}

export function parseScrape(text: string): Scrape {
  const values = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, series = '', value] = /^([^#\s].*) (\S+)$/.exec(line) ?? []
    if (value !== undefined) values.set(series, Number(value))
  }
  return values
}

export const grown = (before: Scrape, after: Scrape, series: string): number =>
  (after.get(series) ?? 0) - (before.get(series) ?? 0)

/** A quantile of what a histogram was told between two looks, as Prometheus estimates it: evenly spread within a bucket. NaN: nothing. */
export function quantile(before: Scrape, after: Scrape, name: string, share: number): number {
  const total = grown(before, after, `${name}_count`)
  if (total === 0) return Number.NaN
  const rank = total * share
  let [below, edge] = [0, 0]
  for (const series of after.keys()) {
    const upper = new RegExp(`^${name}_bucket\\{le="([^"]+)"\\}$`).exec(series)?.[1]
    if (upper === undefined) continue
    const count = grown(before, after, series)
    if (count >= rank) {
      if (upper === '+Inf') return edge
      const to = Number(upper)
      return edge + ((to - edge) * (rank - below)) / Math.max(1, count - below)
    }
    below = count
    edge = Number(upper)
  }
  return edge
}
