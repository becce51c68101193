export { formatMoney, formatMonth } from '../../shared/words/format-money.ts'
