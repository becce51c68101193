/** A name in the languages of the interface. */
export type DayName = { ru: string; en: string }

const newYear: DayName = { ru: 'Новогодние каникулы', en: 'New Year holidays' }

/** Non-working holidays of art. 112 of the Labour Code, the same every year; `on` is 'MM-DD'. */
export const statutoryHolidays: readonly { on: string; name: DayName }[] = [
  { on: '01-01', name: newYear },
  { on: '01-02', name: newYear },
  { on: '01-03', name: newYear },
  { on: '01-04', name: newYear },
  { on: '01-05', name: newYear },
  { on: '01-06', name: newYear },
  { on: '01-07', name: { ru: 'Рождество Христово', en: 'Orthodox Christmas' } },
  { on: '01-08', name: newYear },
  { on: '02-23', name: { ru: 'День защитника Отечества', en: 'Defender of the Fatherland Day' } },
  { on: '03-08', name: { ru: 'Международный женский день', en: 'International Women’s Day' } },
  { on: '05-01', name: { ru: 'Праздник Весны и Труда', en: 'Spring and Labour Day' } },
  { on: '05-09', name: { ru: 'День Победы', en: 'Victory Day' } },
  { on: '06-12', name: { ru: 'День России', en: 'Russia Day' } },
  { on: '11-04', name: { ru: 'День народного единства', en: 'National Unity Day' } },
]

const nameByDate = new Map(statutoryHolidays.map(({ on, name }) => [on, name]))

/** @param date 'YYYY-MM-DD' */
export function statutoryNameOf(date: string): DayName | undefined {
  return nameByDate.get(date.slice(5))
}
