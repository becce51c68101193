import { describe, expect, it } from 'vitest'
import type { OwnMove } from '../../../../server/db/side-state.ts'
import type { Stage } from '../../../../shared/ticket/stages.ts'
import {
  translateComments,
  translateReading,
} from '../../../../server/usecases/translate-reading.ts'
import {
  anna,
  around,
  at,
  comment,
  item,
  move,
  read,
  reading,
  ticket,
} from '../../../support/readings.ts'

const own = (stage: Stage): OwnMove => ({
  stage,
  from: at('2026-11-23T07:59:59Z'),
  until: at('2026-11-23T08:00:00Z'),
  by: null,
})

describe('comments of the partner’s card', () => {
  it('a public one becomes a message at its own time, not at the time of reading', () => {
    const { facts, messages } = translateReading(
      ticket(),
      reading('partner', { comments: [comment('#клиенту? Пришлите журнал')] }),
      around,
    )
    expect(facts).toEqual([
      {
        kind: 'message',
        id: 'partner:comment:31',
        at: at('2026-11-23T08:00:00Z'),
        recordedAt: at('2026-11-23T09:00:00Z'),
        by: 'partner',
        author: 'Иван Петров',
        asks: true,
      },
    ])
    expect(messages).toMatchObject([{ ordinal: 1, text: 'Пришлите журнал', asks: true }])
  })

  it.each([
    [
      'a time before the last reading that did not see it',
      '2026-11-23T06:00Z',
      '2026-11-23T07:00:05Z',
    ],
    ['a time in the future', '2026-11-23T12:00Z', '2026-11-23T09:00Z'],
  ])('%s is held to its bound and flagged', (_case, claimed, held) => {
    const comments = [comment('#клиенту Готово', { createdAt: at(claimed) })]
    const { facts } = translateReading(ticket(), reading('partner', { comments }), around)
    expect(facts).toMatchObject([{ at: at(held), held: true }])
  })

  it('is worked in once', () => {
    const comments = [comment('#клиенту Готово')]
    const once = translateReading(ticket(), reading('partner', { comments }), around)
    const known = { ...around, known: once.messages }
    const twice = translateReading(once.ticket, reading('partner', { comments }), known)
    expect(twice.facts).toEqual([])
  })

  it('an internal one says nothing, a near miss is told to its author only', () => {
    const comments = [comment('Посмотрю'), comment('#клинту Готово', { id: 32 })]
    const result = translateReading(ticket(), reading('partner', { comments }), around)
    expect(result.facts).toEqual([])
    expect(result.nearMisses).toEqual([{ commentId: 32, authorId: 5 }])
  })

  it('our own is known by its id, and by its words while its id is not stored yet', () => {
    const own = [
      { side: 'partner' as const, text: '#клиенту наше', commentId: 31 },
      { side: 'partner' as const, text: '#клиенту  другое', commentId: null },
    ]
    const comments = [
      comment('#клиенту наше'),
      comment('#клиенту другое\n', { id: 32 }),
      comment('#клиенту наше', { id: 33 }),
    ]
    const result = translateReading(ticket(), reading('partner', { comments }), { ...around, own })
    expect(result.messages.map((message) => message.commentId)).toEqual([33])
  })
})

describe('comments of the customer’s card', () => {
  it('an authorised person’s goes over, another employee’s stays, and no mark is looked for', () => {
    const comments = [
      comment('#клиенту не метка здесь', { authorId: anna }),
      comment('Я из другого отдела', { id: 32, authorId: 8 }),
    ]
    const { messages } = translateReading(ticket(), reading('customer', { comments }), around)
    expect(messages).toMatchObject([
      { author: 'Анна Лебедева', text: '#клиенту не метка здесь', asks: false },
    ])
  })
})

describe('stage moves', () => {
  it('a person’s move becomes a fact at its own time', () => {
    const { facts } = translateReading(
      ticket(),
      reading('partner', { moves: [move('inWork')] }),
      around,
    )
    expect(facts).toMatchObject([
      { kind: 'stage', stage: 'inWork', by: 'partner', at: at('2026-11-23T08:00:00Z') },
    ])
  })

  it('our own write comes back in the history and is no move, even when the ticket has gone on', () => {
    const before = ticket({
      stage: 'waiting',
      sides: { customer: { ...read, ownMoves: [own('closed'), own('inWork')] }, partner: read },
    })
    const { facts, ticket: after } = translateReading(
      before,
      reading('customer', { moves: [move('inWork')] }),
      around,
    )
    expect(facts).toEqual([])
    expect(after.stage).toBe('waiting')
    expect(after.sides.customer.ownMoves).toEqual([])
  })

  it('the same move of a person, while ours is expected, is told by who made it', () => {
    const ownMoves = [{ ...own('inWork'), by: 1 }]
    const before = ticket({ sides: { customer: read, partner: { ...read, ownMoves } } })
    const moved = move('inWork')
    const movedBy = (userId: number) => {
      const now = item({ stageId: moved.stageId, movedBy: userId })
      return translateReading(before, reading('partner', { item: now, moves: [moved] }), around)
        .facts
    }
    expect(movedBy(5)).toMatchObject([{ kind: 'stage', stage: 'inWork', by: 'partner' }])
    expect(movedBy(1)).toEqual([])
  })
})

describe('fields', () => {
  it('each side changes what it owns and nothing else', () => {
    const values = { level: '2', description: 'Уже работает', solution: 'Перезапуск' }
    const partner = translateReading(
      ticket(),
      reading('partner', { item: item({ values }) }),
      around,
    )
    expect(partner.ticket.values).toMatchObject({
      description: 'Не работает',
      solution: 'Перезапуск',
    })
    const customer = translateReading(
      ticket(),
      reading('customer', { item: item({ title: 'Касса снова', values }) }),
      around,
    )
    expect(customer.ticket.values).toMatchObject({ description: 'Уже работает' })
    expect(customer.ticket.values.solution).toBeUndefined()
    expect(customer.ticket.title).toBe('Касса снова')
  })

  it('a level that the partner chose is a fact; one that the engine set is not taken for his', () => {
    const chosen = item({ values: { level: '3' } })
    expect(
      translateReading(ticket(), reading('partner', { item: chosen }), around).facts,
    ).toMatchObject([{ kind: 'levelChanged', level: 3 }])
    // The engine has lowered the ticket to 3; the partner's item still shows what it showed before.
    const lowered = ticket({ level: 3 })
    expect(translateReading(lowered, reading('partner'), around).facts).toEqual([])
  })
})

describe('edits and deletions of messages', () => {
  const known = translateReading(
    ticket(),
    reading('partner', { comments: [comment('#клиенту Готово')] }),
    around,
  )
  const [message] = known.messages
  const later = { ...around, known: message ? [message] : [] }

  it('an edit changes the message and is no second one', () => {
    const comments = [comment('#клиенту Готово, проверьте')]
    const result = translateReading(known.ticket, reading('partner', { comments }), later)
    expect(result.facts).toEqual([])
    expect(result.changedMessages).toMatchObject([{ text: 'Готово, проверьте', deletedAt: null }])
  })

  it('a message that lost its mark by an edit stays public', () => {
    const comments = [comment('Готово')]
    const result = translateReading(known.ticket, reading('partner', { comments }), later)
    expect(result.changedMessages).toEqual([])
  })

  it('a deletion is noted once and is no fact: it never unmeets a clock', () => {
    const result = translateReading(known.ticket, reading('partner'), later)
    expect(result.facts).toEqual([])
    expect(result.changedMessages).toMatchObject([{ deletedAt: at('2026-11-23T09:00Z') }])
    const gone = { ...around, known: result.changedMessages }
    expect(translateReading(known.ticket, reading('partner'), gone).changedMessages).toEqual([])
  })

  it('a comment made public by an edit counts from the receipt of the edit', () => {
    const before = [comment('Готово')]
    const read = translateReading(ticket(), reading('partner', { comments: before }), around)
    const comments = [comment('#клиенту Готово')]
    const { facts } = translateReading(read.ticket, reading('partner', { comments }), around)
    expect(facts).toMatchObject([{ kind: 'message', at: at('2026-11-23T09:00Z') }])
  })

  it('so it does when the comment was read on its own before', () => {
    const before = reading('partner', { comments: [comment('Готово')] })
    const read = translateComments(ticket(), before, around)
    expect(read.facts).toEqual([])
    const edited = reading('partner', { comments: [comment('#клиенту Готово')] })
    for (const translate of [translateComments, translateReading])
      expect(translate(read.ticket, edited, around).facts).toMatchObject([
        { kind: 'message', at: at('2026-11-23T09:00Z') },
      ])
  })
})

describe('a comment that was read on its own', () => {
  it('counts once, however often the card is read', () => {
    const alone = reading('partner', { comments: [comment('#клиенту Готово')] })
    const once = translateComments(ticket(), alone, around)
    expect(once.messages).toHaveLength(1)
    const known = { ...around, known: once.messages }
    expect(translateReading(once.ticket, alone, known).facts).toEqual([])
  })

  it('hides no earlier one whose event was lost', () => {
    const later = reading('partner', { comments: [comment('Внутреннее', { id: 32 })] })
    const read = translateComments(ticket(), later, around)
    const both = [comment('#клиенту Готово', { id: 31 }), ...later.comments]
    const { facts } = translateReading(read.ticket, reading('partner', { comments: both }), around)
    expect(facts).toMatchObject([{ kind: 'message', at: at('2026-11-23T08:00Z') }])
  })
})

describe('an item that has been deleted', () => {
  const gone = reading('customer', { item: null })

  it('is made anew, and its messages do not count as deleted one by one', () => {
    const comments = [comment('Ждём', { authorId: anna })]
    const before = translateReading(ticket(), reading('customer', { comments }), around)
    const known = { ...around, known: before.messages }
    const deleted = translateReading(before.ticket, gone, known)
    expect(deleted).toMatchObject({ deletion: 'restore', facts: [], changedMessages: [] })
    expect(deleted.ticket.itemIds.customer).toBeNull()
    expect(translateReading(deleted.ticket, reading('customer'), known).changedMessages).toEqual([])
  })

  it('closes the ticket where the contract says so', () => {
    const { facts } = translateReading(ticket(), gone, { ...around, onDeletion: 'close' })
    expect(facts).toMatchObject([{ kind: 'stage', stage: 'closed', by: 'customer' }])
  })

  it('rejects it where nothing was decided yet, because the partner cannot close that', () => {
    const undecided = ticket({ stage: 'decision' })
    const { facts } = translateReading(undecided, reading('partner', { item: null }), {
      ...around,
      onDeletion: 'close',
    })
    expect(facts).toMatchObject([{ kind: 'stage', stage: 'rejected', by: 'partner' }])
  })

  it('is let go when the ticket was over', () => {
    expect(translateReading(ticket({ stage: 'closed' }), gone, around).deletion).toBeNull()
  })
})
