import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './in-threads.ts'
import { type DocumentFile, renderers } from './render.ts'

/** One document, and the thread is over: what it took of memory is given back. */
const { name, args } = workerData as Asked
const render = renderers[name] as (...given: unknown[]) => Promise<DocumentFile>
parentPort?.postMessage(await render(...args))
