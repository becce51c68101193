import { z } from 'zod'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { setOnCall } from '../support/duty.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import type { World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const storekeeper = 8
const engineer = 5

/** A rota, and a handful of tickets in different states, made by people through the real doors. */
export async function seedTickets(world: World): Promise<void> {
  await setOnCall(world)
  const anna = await visit(world.appUrl, world.customer, bookkeeper)
  const pyotr = await visit(world.appUrl, world.customer, storekeeper)
  const ivan = await visit(world.appUrl, world.partner, engineer)

  await fileTicket(anna, {
    title: 'Не открывается карточка сделки',
    level: 2,
    values: {
      description: 'При открытии карточки сделки белая страница. В других разделах всё работает.',
      impact: 'Менеджеры не видят договорённости с клиентами.',
      links: 'https://romashka.example/crm/deal/details/118/',
    },
  })
  const answered = await fileTicket(anna, {
    title: 'Долго строится отчёт по продажам',
    level: 3,
    values: {
      description: 'Отчёт за год строится больше десяти минут, раньше — около минуты.',
      impact: 'Отчёт нужен раз в неделю, работе не мешает.',
      recentChanges: 'В пятницу обновили PHP до 8.2.',
    },
  })
  const asked = await fileTicket(anna, {
    title: 'Портал не открывается с утра',
    level: 1,
    values: {
      description: 'Ни у кого не открывается портал: ошибка 502.',
      impact: 'Работа остановлена полностью.',
      consentPhone: true,
      consentReply: true,
    },
  })
  const closed = await fileTicket(anna, {
    title: 'Как настроить права на диск отдела?',
    level: 4,
    values: {
      category: 'documentation',
      description: 'Где задать права на папку отдела, чтобы её не видели другие?',
      impact: 'Не мешает работе.',
    },
  })
  await fileTicket(pyotr, {
    title: 'Не печатается накладная',
    level: 3,
    values: { contactName: 'Пётр Зайцев', description: 'Накладная печатается пустой.' },
  })
  await world.settle()

  const mirrors = await mirrorsOf(anna, ivan)
  await comment(
    ivan,
    mirrors(answered),
    '#клиенту Добрый день! Взяли в работу, смотрим журнал медленных запросов.',
  )
  await move(ivan, mirrors(answered), 'inWork')
  await comment(
    ivan,
    mirrors(asked),
    '#клиенту? Перезапустили службы. Откройте, пожалуйста, портал и напишите, что видите.',
  )
  await comment(
    ivan,
    mirrors(closed),
    '#клиенту Права задаются в настройках общего диска отдела: «Настройки» → «Права доступа».',
  )
  await world.settle()
  await comment(anna, answered, 'Спасибо! Пришлём время запуска, если нужно.')
  await comment(ivan, mirrors(answered), 'Похоже на отключённый opcache, проверить завтра.')
  await move(ivan, mirrors(closed), 'closed')
  await world.settle()
}

/** Number by number, the partner's item of each of the customer's. */
async function mirrorsOf(customer: Visitor, partner: Visitor) {
  const filed = (await customer.get('/api/tickets', ticketListSchema)).tickets
  const mirrored = (await partner.get('/api/tickets', ticketListSchema)).tickets
  return (itemId: number): number => {
    const { number } = z
      .object({ number: z.string() })
      .parse(filed.find((ticket) => ticket.itemId === itemId))
    return z.number().parse(mirrored.find((ticket) => ticket.number === number)?.itemId)
  }
}

async function move(person: Visitor, itemId: number, stage: Stage): Promise<void> {
  const { place } = person.session.portal
  await person.call('crm.item.update', {
    entityTypeId: place?.entityTypeId,
    id: itemId,
    fields: { stageId: place?.stages[stage] },
  })
}
