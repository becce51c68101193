import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'

/**
 * A backup is gzip of JSON lines, the same for both databases: a header, then for each table a line with
 * its columns and one for each row, then an end with the number of rows and the SHA-256 of all before.
 */
const headerSchema = z.object({
  format: z.literal('sla-desk-backup/1'),
  /** Epoch ms. */
  takenAt: z.number().int(),
  migrations: z.array(z.string()),
})
export type BackupHeader = Omit<z.infer<typeof headerSchema>, 'format'>

const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()) })
export type BackupTable = z.infer<typeof tableSchema>

/** What a cell of either database holds. */
export type Cell = string | number | null | Buffer

const rowSchema = z.array(
  z.union([
    z.string(),
    z.number(),
    z.null(),
    z.object({ base64: z.string() }).transform(({ base64 }) => Buffer.from(base64, 'base64')),
  ]),
)
const endSchema = z.object({ rows: z.number().int(), sha256: z.string() })

export type BackupContent = AsyncIterable<{ table: BackupTable } | { row: readonly Cell[] }>

/**
 * Appears under its name only when it is whole and on the disk; nobody but its owner may read it.
 *
 * @returns the number of rows
 */
export async function writeBackup(
  file: string,
  header: BackupHeader,
  content: BackupContent,
): Promise<number> {
  const part = `${file}.part`
  try {
    const rows = await writeLines(part, header, content)
    await toDisk(part)
    await rename(part, file)
    return rows
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function writeLines(file: string, header: BackupHeader, content: BackupContent) {
  const gzip = createGzip()
  const stream = gzip.pipe(createWriteStream(file, { mode: 0o600, flags: 'wx' }))
  const written = finished(stream)
  // A full disk is told by the waiting below, whenever it comes.
  written.catch((error: unknown) => gzip.destroy(error as Error))
  const hash = createHash('sha256')
  const say = async (value: unknown) => {
    const line = `${JSON.stringify(value)}\n`
    hash.update(line)
    if (!gzip.write(line)) await Promise.race([once(gzip, 'drain'), written])
  }
  await say({ format: 'sla-desk-backup/1', ...header })
  let rows = 0
  for await (const part of content) {
    if ('table' in part) await say(part.table)
    else {
      rows += 1
      await say(part.row.map(toJson))
    }
  }
  gzip.end(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`)
  await written
  return rows
}

const toJson = (cell: Cell) => (Buffer.isBuffer(cell) ? { base64: cell.toString('base64') } : cell)

async function toDisk(file: string): Promise<void> {
  const handle = await open(file)
  await handle.sync()
  await handle.close()
}

/** Reads no more than the first line. @throws Error when it is no backup of ours */
export async function readHeader(file: string): Promise<BackupHeader> {
  for await (const line of linesOf(file)) {
    const { data } = headerSchema.safeParse(readJson(line))
    if (data) return { takenAt: data.takenAt, migrations: data.migrations }
    break
  }
  throw new Error(`${file} is no backup of this program`)
}

/**
 * Its tables and rows.
 *
 * @throws Error at its end, when something of it is missing or was changed
 */
export async function* readBackup(file: string): BackupContent {
  const hash = createHash('sha256')
  let rows = 0
  let isFirst = true
  for await (const line of linesOf(file)) {
    const value = readJson(line)
    const end = endSchema.safeParse(value).data
    if (end) {
      if (end.rows === rows && end.sha256 === hash.digest('hex')) return
      break
    }
    hash.update(`${line}\n`)
    if (Array.isArray(value)) {
      rows += 1
      yield { row: rowSchema.parse(value) }
    } else if (!isFirst) yield { table: tableSchema.parse(value) }
    isFirst = false
  }
  throw new Error(`${file} is damaged: it is not what was written`)
}

/** @throws Error when it is no backup, or damaged. @returns its number of rows */
export async function verifyBackup(file: string): Promise<number> {
  await readHeader(file)
  let rows = 0
  for await (const part of readBackup(file)) if ('row' in part) rows += 1
  return rows
}

async function* linesOf(file: string): AsyncIterable<string> {
  const source = createReadStream(file)
  const text = source.pipe(createGunzip())
  source.on('error', (error) => text.destroy(error))
  try {
    yield* createInterface({ input: text, crlfDelay: Infinity })
  } catch (error) {
    throw isOfGzip(error) ? new Error(`${file} is damaged, or no backup of this program`) : error
  } finally {
    source.destroy()
    text.destroy()
  }
}

const isOfGzip = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
