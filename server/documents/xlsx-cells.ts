import type { Cell, Row, SheetOptions } from 'write-excel-file/node'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { offsetAt } from '../../shared/calendar/zone.ts'
import type { Instant } from '../../shared/time.ts'

export type Sheet = SheetOptions<Buffer> & { data: Row[] }

/** XML has no place for these. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

export const text = (value: string, look = {}): Cell =>
  value === '' ? null : { value: value.replace(unwritable, ''), type: String, ...look }
export const whole = (value: number, look = {}): Cell => ({
  value,
  type: Number,
  format: '0',
  ...look,
})
/** @param kopecks integer hundredths */
export const amount = (kopecks: number, look = {}): Cell => ({
  value: kopecks / 100,
  type: Number,
  format: '#,##0.00',
  ...look,
})
/** @param permille null: there is nothing of which it could be a share */
export const share = (permille: number | null): Cell =>
  permille === null ? null : { value: permille / 1000, type: Number, format: '0.0%' }
export const head = (names: readonly string[]): Row =>
  names.map((value) => ({
    ...{ value, type: String, fontWeight: 'bold', wrap: true, alignVertical: 'center' },
    ...{ backgroundColor: '#F0F3F6', bottomBorderStyle: 'thin', bottomBorderColor: '#C3CAD1' },
  }))

/** Table programs know no zones: a reading of the contract's clocks stands as if it were UTC. */
export const timeIn =
  (zone: string, locale: DocumentLocale) =>
  (at: Instant | null): Cell =>
    at === null
      ? null
      : {
          ...{ value: new Date(at + offsetAt(zone, at)), type: Date },
          format: locale === 'ru' ? 'dd.mm.yyyy hh:mm' : 'yyyy-mm-dd hh:mm',
        }
