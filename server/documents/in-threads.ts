import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { DocumentFile, Renderers } from './render.ts'

/** What a thread is told to make. */
export type Asked = { name: keyof Renderers; args: readonly unknown[] }

const isSource = import.meta.url.endsWith('.ts')
const script = new URL(`./render-thread.${isSource ? 'ts' : 'js'}`, import.meta.url)

const resourceLimits = { maxOldGenerationSizeMb: 512 }
const longestMs = 120_000

/**
 * Documents are made in a thread of their own, one at a time: a statement of 10,000 entries takes a
 * second or two of reckoning, in which the process would answer nobody.
 */
export function createThreadRenderers(): Renderers {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (name: keyof Renderers, args: readonly unknown[]): Promise<DocumentFile> => {
    const made = last.then(() => renderInThread({ name, args }))
    last = made.catch(() => undefined)
    return made
  }
  return {
    renderStatement: (...args) => inTurn('renderStatement', args),
    renderContract: (...args) => inTurn('renderContract', args),
    renderReport: (...args) => inTurn('renderReport', args),
  }
}

function renderInThread(asked: Asked): Promise<DocumentFile> {
  return new Promise((resolve, reject) => {
    const thread = startThread({ workerData: asked, resourceLimits })
    const tooLong = setTimeout(() => void thread.terminate(), longestMs)
    thread.once('message', ({ bytes, ...file }: DocumentFile) => {
      // A Buffer comes out of a thread as a plain array of bytes.
      resolve({ ...file, bytes: Buffer.from(bytes) })
    })
    thread.once('error', reject)
    thread.once('exit', () => {
      clearTimeout(tooLong)
      reject(new Error('The thread ended without a document'))
    })
  })
}

/** As sources we run in Node with a loader of TypeScript, which a thread has to be given anew. */
function startThread(options: WorkerOptions): Worker {
  if (!isSource) return new Worker(script, options)
  const code = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import('${script.href}') })`
  return new Worker(code, { ...options, eval: true, execArgv: [] })
}
