import type { TicketFile } from '../../shared/ticket/form.ts'

/** A file as the portal takes it: name and base64, without a data: prefix. */
export function toTicketFile(file: File): Promise<TicketFile> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : ''
      resolve({ name: file.name, base64: url.slice(url.indexOf(',') + 1) })
    }
    reader.onerror = () => {
      reject(new Error('The file could not be read', { cause: reader.error }))
    }
    reader.readAsDataURL(file)
  })
}
