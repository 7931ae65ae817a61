import { readFileSync } from 'node:fs'

const EVERY_MS = 2_000

/** Megabytes that a process takes, over time. */
export class Memory {
  readonly samples: number[] = []
  private readonly timer: NodeJS.Timeout

  constructor(private readonly pid: number) {
    this.sample()
    this.timer = setInterval(() => this.sample(), EVERY_MS)
  }

  /** Resident now, MB; 0 where the process is gone. Linux only. */
  now(): number {
    try {
      return Math.round(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
      )
    } catch {
      return 0
    }
  }

  get peak(): number {
    return Math.max(...this.samples)
  }

  /** At most so many samples, evenly spread over the time. */
  course(count: number): readonly number[] {
    const step = Math.max(1, this.samples.length / count)
    return Array.from(
      { length: Math.min(count, this.samples.length) },
      (_, i) => this.samples[Math.floor(i * step)] ?? 0,
    )
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private sample(): void {
    this.samples.push(this.now())
  }
}
