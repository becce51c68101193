import type { LifeNotice } from '../../shared/sla/contract-life.ts'
import { DateTime } from 'luxon'
import type { Trouble, TroubleKind } from '../../shared/api/troubles.ts'
import type { ClockName, LevelChange, TicketClocks } from '../../shared/sla/clocks.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { OutsideChannel, Side } from '../../shared/sla/history.ts'
import { type FieldKey, type FieldOwner, fieldSpec } from '../../shared/ticket/fields.ts'
import { stageSpecs, type Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { MessageRecord } from '../db/messages-store.ts'

/** The agreement is in Russian (§3.3), and so is everything that we say in a card. */
export const formatInstant = (instant: Instant, zone: string) =>
  DateTime.fromMillis(instant, { zone, locale: 'ru' }).toFormat(
    zone === 'Europe/Moscow' ? "ccc, d MMMM, HH:mm 'МСК'" : "ccc, d MMMM, HH:mm 'UTC'Z",
  )

type Registered = { number: number; reactionDueAt: Instant | null; zone: string }

export function registeredText({ number, reactionDueAt, zone }: Registered): string {
  const due =
    reactionDueAt === null ? '' : ` Реакция — не позднее ${formatInstant(reactionDueAt, zone)}.`
  return `Обращение № ${String(number)} зарегистрировано.${due}`
}

/** To the administrator of the customer's portal, once for each person. */
export const missingRightText = (name: string): string =>
  `${name} подаёт обращения в поддержку, но не может добавлять элементы смарт-процесса «Обращения SLA» сам: мы добавили элемент за него. Дайте ему право на добавление в CRM → Настройки → Права доступа.`

/** Names what a ticket made past the form lacks. */
export function missingText(missing: readonly string[]): string {
  return `Чтобы мы могли начать без дополнительных вопросов, укажите: ${missing.join(', ')}.`
}

const uncovered: Record<string, string> = {
  notStarted: 'срок соглашения ещё не начался',
  ended: 'срок соглашения закончился',
  licenceEnded: 'срок лицензии или обновлений портала закончился (§ 1 соглашения)',
}

/** @param reason why nothing is promised yet: the contract does not cover it, or its author may not */
export function decisionText(
  number: number,
  reason: string,
  organisational: readonly string[],
): string {
  const whom = organisational.length > 0 ? ` Обратитесь: ${organisational.join(', ')}.` : ''
  const why = uncovered[reason] ?? 'автор не входит в список уполномоченных лиц (§ 5 соглашения)'
  return `Обращение № ${String(number)} сохранено, но ${why}. Работа начнётся, когда исполнитель его примет.${whom}`
}

/** To the partner, before a contract or the licence of §1 ends and when it has. */
export function lifeText(customerName: string, { what, on, daysLeft }: LifeNotice): string {
  const name = what === 'end' ? 'срок соглашения' : 'лицензия портала (§ 1)'
  const day = on.split('-').reverse().join('.')
  return daysLeft < 0
    ? `${customerName}: ${name} — действие закончилось ${day}. Новые обращения ждут вашего решения.`
    : `${customerName}: ${name} — последний день ${day}, осталось дней: ${String(daysLeft)}.`
}

/** How a message came that was not written in a card. */
export const channelWords: Record<OutsideChannel, string> = {
  mail: 'письмом',
  rescue: 'через резервную страницу',
}

export function mirroredText(
  message: Pick<MessageRecord, 'author' | 'text' | 'asks' | 'ordinal' | 'side' | 'channel'>,
  number: number,
  party: string,
): string {
  const reference = `сообщение ${String(number)}-${String(message.ordinal)}`
  const asks = message.asks ? '\n[i]Исполнитель ждёт вашего ответа.[/i]' : ''
  const way = message.channel === null ? '' : ` · ${channelWords[message.channel]}`
  return `[b]${message.author}[/b] (${party})${way} · ${reference}\n${message.text}${asks}`
}

/** A robot's message in the card of those whose robot it is. */
export function robotText(
  message: Pick<MessageRecord, 'author' | 'text' | 'asks' | 'ordinal'>,
  number: number,
  side: Side,
): string {
  const whom = side === 'customer' ? 'исполнителю' : 'клиенту'
  const sent = message.asks ? `вопрос отправлен ${whom}` : `отправлено ${whom}`
  return `[b]${message.author}[/b] · ${sent} · сообщение ${String(number)}-${String(message.ordinal)}\n${message.text}`
}

/** A way to the ticket in our app, on a line of its own; nothing where the app's name is not known. */
export const openLink = (appCode: string | undefined, number: number): string =>
  appCode === undefined
    ? ''
    : `\n[URL=/marketplace/view/${appCode}/?params%5Bticket%5D=${String(number)}]Открыть обращение № ${String(number)}[/URL]`

/** Who a message is from, in the other party's card. */
export const partyOf = (side: Side, customerName: string) =>
  side === 'customer' ? customerName : 'исполнитель'

export function refusedMoveText(side: Side, from: Stage, to: Stage): string {
  const who = side === 'customer' ? 'заказчик' : 'исполнитель'
  return `Стадия «${stageSpecs[to].title.ru}» отменена: из стадии «${stageSpecs[from].title.ru}» ${who} перевести в неё обращение не может.`
}

const ownerVerbs: Record<FieldOwner, string> = {
  customer: 'ведёт заказчик',
  partner: 'ведёт исполнитель',
  ours: 'заполняется автоматически',
}

/** A foreign edit of an owned field is put back, in the open. */
export function putBackText(fields: readonly FieldKey[]): string {
  const owners = [...new Set(fields.map((key) => fieldSpec(key).owner))]
  const reasons = owners.map((owner) => {
    const own = fields.filter((key) => fieldSpec(key).owner === owner)
    return `${own.map((key) => `«${fieldSpec(key).title.ru}»`).join(', ')} — ${ownerVerbs[owner]}`
  })
  return `Изменение отменено: ${reasons.join('; ')}.`
}

export const restoredText = (number: number) =>
  `Карточка обращения № ${String(number)} была удалена и создана заново. Прежняя переписка сохранена на вкладке SLA. Если обращение больше не нужно, переведите его в стадию «${stageSpecs.closed.title.ru}».`

export const deletedText = (number: number, side: Side) =>
  `Обращение № ${String(number)} закрыто: его карточку удалил ${side === 'customer' ? 'заказчик' : 'исполнитель'}.`

export const nearMissText = (number: number, mark: string) =>
  `Обращение № ${String(number)}: ваш комментарий остался внутренним. Если он предназначен клиенту, начните его с «${mark}».`

const troubleWords: Record<TroubleKind, string> = {
  closed:
    'портал не принимает запросы приложения — вероятно, закончилась лицензия или подписка. Обмен приостановлен и возобновится сам',
  unpaid: 'закончилась оплата приложения. Обмен пока идёт, но может остановиться',
  noAccess: 'приложение потеряло доступ. Администратору портала нужно открыть его',
  badKeys:
    'ключи локального приложения больше не действуют. Дайте администратору портала новую ссылку для них под «Соглашения» → «Лица и условия»',
  damaged: 'в портале удалено то, что нужно для обмена, и восстановить это не удалось',
  history: 'история обращений не сходится с контрольными суммами',
  uninstalled: 'приложение удалено из портала. Обмен остановлен, обращения сохранены',
}

export const troubleText = (host: string, { kind, words }: Pick<Trouble, 'kind' | 'words'>) =>
  `${host}: ${troubleWords[kind]}.${words === '' ? '' : ` Ответ портала: «${words}».`}`

export const clockNames: Record<ClockName, string> = {
  reaction: 'реакция',
  statusUpdate: 'обновление статуса',
  resolution: 'решение',
  replyDuty: 'ответ клиента (§ 4, п. 2)',
  phoneDuty: 'доступность клиента по телефону (§ 4, п. 1)',
}

type ClockNotice = { number: number; clock: ClockName; dueAt: Instant | null; zone: string }

const dueText = ({ dueAt, zone }: ClockNotice) =>
  dueAt === null ? '' : `, срок — ${formatInstant(dueAt, zone)}`

export const warningText = (notice: ClockNotice, share: number) =>
  `Обращение № ${String(notice.number)}: ${clockNames[notice.clock]} — использовано ${String(Math.round(share * 100))} % времени${dueText(notice)}.`

export const breachText = (notice: ClockNotice) =>
  `Обращение № ${String(notice.number)}: просрочено — ${clockNames[notice.clock]}${dueText(notice)}.`

/** §4.3: names clause, evidence and time, and what follows. */
export function downgradeText(
  { at, clause, to }: LevelChange,
  evidence: string,
  zone: string,
): string {
  const broken = clause === undefined ? '' : ` Нарушено условие § ${clause}.`
  return `Критичность снижена до ${String(to)} (§ 4, п. 3): ${formatInstant(at, zone)}.${broken}${evidence}`
}

export const levelText = (from: Level, to: Level, reason: string) =>
  `Критичность изменена: ${String(from)} → ${String(to)}. ${reason}`

/** §2 */
export const outOfScopeText = (reason: string) =>
  `Обращение не входит в состав услуг (§ 2): ${reason}\nСроки остановлены. Если вы не согласны, нажмите «Не согласен» на вкладке SLA.`

export const objectionText = (reason: string) =>
  `Не согласны, что обращение не входит в состав услуг: ${reason}`

export const objectionAnswerText = (isUpheld: boolean, reason: string) =>
  isUpheld
    ? `Возражение принято, обращение снова в работе, сроки идут дальше. ${reason}`
    : `Возражение отклонено, обращение остаётся вне состава услуг (§ 2). ${reason}`

export const correctionText = (level: Level) =>
  `Исправление: по поступившим позже данным критичность остаётся ${String(level)}; прежнее снижение отменено.`

/** One line for lists of the CRM, where our own views are not at hand. */
export function slaStateText(clocks: TicketClocks): string {
  const open = clocks.clocks.filter(
    (clock) => clock.stoppedAt === undefined && clock.notNeeded !== true,
  )
  const [next] = open
  if (!next) return 'Сроки остановлены'
  return next.pausedAt === undefined
    ? `Идёт срок: ${clockNames[next.name]}`
    : `Пауза: ${clockNames[next.name]}`
}
