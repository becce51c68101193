import { describe, expect, it } from 'vitest'
import { createThreadRenderers } from '../../../../server/documents/in-threads.ts'
import { readXlsx } from '../../../support/read-xlsx.ts'
import { state, ticket, work } from '../../shared/billing/statement-kit.ts'

const entries = Array.from({ length: 3000 }, (_, index) => {
  const at = `2026-11-${String(1 + (index % 28)).padStart(2, '0')}T12`
  return work(`e${String(index)}`, `${at}:00`, `${at}:10`)
})
const data = {
  statement: state('2026-11', [ticket({ entries })]),
  ...{ state: 'closed' as const, hash: null },
  parties: {
    partner: { name: 'support.example', requisites: '' },
    customer: { name: 'ООО «Ромашка»', requisites: '' },
  },
}

describe('documents that are made in a thread', () => {
  it('hold up nobody: 3,000 entries are written while the process goes on', async () => {
    const renderers = createThreadRenderers()
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 10)
    const wanted = { document: 'statement.xlsx', locale: 'ru' } as const
    const file = await renderers.renderStatement(data, wanted)
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(20)
    expect(file.name).toBe('Отчёт о работах 2026-11 ООО «Ромашка».xlsx')
    const [, rows] = readXlsx(file.bytes)
    expect(rows?.rows).toHaveLength(3001)
  }, 60_000)

  it('that cannot be made are refused, and the next ones are made all the same', async () => {
    const renderers = createThreadRenderers()
    const wanted = { document: 'act.pdf', locale: 'ru' } as const
    const broken = { ...data, statement: { ...data.statement, month: 'never' } }
    const [refused, made] = await Promise.allSettled([
      renderers.renderStatement(broken, wanted),
      renderers.renderStatement(data, wanted),
    ])
    expect(refused.status).toBe('rejected')
    expect(made.status).toBe('fulfilled')
  }, 60_000)
})
