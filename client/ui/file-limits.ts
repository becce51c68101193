import { maxFileBytes, maxFiles, maxFilesBytes } from '../../shared/ticket/form.ts'

/** Why a file was left out. */
export type FileRefusal = 'tooLarge' | 'tooMany' | 'tooMuch'

/**
 * Takes of the chosen files what still fits beside those that are there.
 *
 * @returns all files that go along, and the names of those that were left out, by reason
 */
export function addWithinLimits(
  present: readonly File[],
  chosen: readonly File[],
): { files: File[]; refused: Partial<Record<FileRefusal, string[]>> } {
  const files = [...present]
  const refused: Partial<Record<FileRefusal, string[]>> = {}
  for (const file of chosen) {
    const refusal = refusalOf(files, file)
    if (refusal) refused[refusal] = [...(refused[refusal] ?? []), file.name]
    else files.push(file)
  }
  return { files, refused }
}

function refusalOf(files: readonly File[], file: File): FileRefusal | null {
  if (file.size > maxFileBytes) return 'tooLarge'
  if (files.length >= maxFiles) return 'tooMany'
  const bytes = files.reduce((sum, { size }) => sum + size, file.size)
  return bytes > maxFilesBytes ? 'tooMuch' : null
}
