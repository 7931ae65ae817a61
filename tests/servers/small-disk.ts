import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of a few MB, which a test may fill. */
export interface SmallDisk {
  readonly folder: string
  readonly free: () => number
  /** Takes all room but so many bytes, or gives back what it had taken beyond that. */
  fill(left?: number): void
  /** Gives back what `fill` took. */
  clear(): void
  remove(): void
}

/** What may mount: this user, or whoever may become root without a password, as on most machines that build. */
const MOUNTS: readonly (readonly string[])[] = [['mount'], ['sudo', '-n', 'mount']]

/**
 * Makes one in memory. Throws where nobody may: a test of a full disk has to be seen to be missing.
 */
export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-small-disk-'))
  const owner = `uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0}`
  const rights = ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755,${owner}`, 'inkwire-test', folder]
  const how = MOUNTS.find(([command = '', ...args]) => succeeds(command, [...args, ...rights]))
  if (!how) {
    rmSync(folder, { recursive: true })
    throw new Error('A full disk is tested on a small file system: mounting one needs root, or sudo without a password')
  }
  const filler = join(folder, 'filler')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  return {
    folder,
    free,
    fill(left = 0) {
      const more = free() - left
      if (more > 0) appendFileSync(filler, Buffer.alloc(more))
      else truncateSync(filler, Math.max(0, statSync(filler).size + more))
    },
    clear: () => rmSync(filler, { force: true }),
    remove() {
      const [command = '', ...args] = how.map((part) => part.replace(/^mount$/, 'umount'))
      execFileSync(command, [...args, '-l', folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
