import { openSync, readSync, writeSync } from 'node:fs'
import type { Clock, Instant } from '../../shared/time.ts'

/** How many bytes of the file say how far the time is ahead. */
const size = 8

/**
 * Time that several processes have in common to the instant: all of them read from one file how far
 * it is ahead of the machine's.
 */
export function readSharedClock(file: string): Clock {
  const handle = openSync(file, 'r')
  const bytes = Buffer.alloc(size)
  return {
    now() {
      readSync(handle, bytes, 0, size, 0)
      return Date.now() + bytes.readDoubleLE()
    },
  }
}

/** @param startsAt what the time is now */
export function makeSharedClock(file: string, startsAt: Instant) {
  const handle = openSync(file, 'w')
  const bytes = Buffer.alloc(size)
  let ahead = startsAt - Date.now()
  const write = () => {
    bytes.writeDoubleLE(ahead)
    writeSync(handle, bytes, 0, size, 0)
  }
  write()
  return {
    now: () => Date.now() + ahead,
    advance(ms: number): void {
      ahead += ms
      write()
    },
  }
}
