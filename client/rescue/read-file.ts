import { maxFileBytes, maxFiles, maxFilesBytes, type TicketFile } from '../../shared/ticket/form.ts'

/** Those of the files that may go together. */
export function withinLimits(files: readonly File[]): File[] {
  let room = maxFilesBytes
  return files
    .filter(({ size }) => size > 0 && size <= maxFileBytes)
    .filter(({ size }) => (room -= size) >= 0)
    .slice(0, maxFiles)
}

export const readFiles = (files: readonly File[]): Promise<TicketFile[]> =>
  Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64Of(file) })))

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const { result } = reader
      resolve(typeof result === 'string' ? result.replace(/^data:[^,]*,/, '') : '')
    }
    reader.onerror = () => {
      reject(new Error('The file cannot be read'))
    }
    reader.readAsDataURL(file)
  })
}
