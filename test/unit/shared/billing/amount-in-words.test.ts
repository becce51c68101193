import { describe, expect, it } from 'vitest'
import { amountInWords } from '../../../../shared/billing/amount-in-words.ts'

describe('a sum in words', () => {
  it.each([
    [0, 'Ноль рублей 00 копеек'],
    [1, 'Ноль рублей 01 копейка'],
    [100, 'Один рубль 00 копеек'],
    [2_02, 'Два рубля 02 копейки'],
    [5_11, 'Пять рублей 11 копеек'],
    [11_12, 'Одиннадцать рублей 12 копеек'],
    [14_14, 'Четырнадцать рублей 14 копеек'],
    [21_21, 'Двадцать один рубль 21 копейка'],
    [40_00, 'Сорок рублей 00 копеек'],
    [100_00, 'Сто рублей 00 копеек'],
    [111_00, 'Сто одиннадцать рублей 00 копеек'],
    [999_99, 'Девятьсот девяносто девять рублей 99 копеек'],
    [1_000_00, 'Одна тысяча рублей 00 копеек'],
    [2_001_00, 'Две тысячи один рубль 00 копеек'],
    [5_010_00, 'Пять тысяч десять рублей 00 копеек'],
    [12_345_67, 'Двенадцать тысяч триста сорок пять рублей 67 копеек'],
    [21_000_00, 'Двадцать одна тысяча рублей 00 копеек'],
    [1_000_000_00, 'Один миллион рублей 00 копеек'],
    [2_000_002_00, 'Два миллиона два рубля 00 копеек'],
    [3_211_000_003_00, 'Три миллиарда двести одиннадцать миллионов три рубля 00 копеек'],
    [1_000_000_000_000_00, 'Один триллион рублей 00 копеек'],
    [-1_500_50, 'Минус одна тысяча пятьсот рублей 50 копеек'],
  ])('%d kopecks in Russian', (kopecks, words) => {
    expect(amountInWords(kopecks, 'RUB', 'ru')).toBe(words)
  })

  it.each([
    [0, 'Zero roubles 00 kopecks'],
    [1_01, 'One rouble 01 kopeck'],
    [12_345_67, 'Twelve thousand three hundred forty-five roubles 67 kopecks'],
    [1_020_300_00, 'One million twenty thousand three hundred roubles 00 kopecks'],
    [119_00, 'One hundred nineteen roubles 00 kopecks'],
    [1_000_000_000_000_00, 'One trillion roubles 00 kopecks'],
    [-20_00, 'Minus twenty roubles 00 kopecks'],
  ])('%d kopecks in English', (kopecks, words) => {
    expect(amountInWords(kopecks, 'RUB', 'en')).toBe(words)
  })

  it.each([
    ['EUR', 'Два евро 02 цента'],
    ['KZT', 'Два тенге 02 тиына'],
    ['BYN', 'Два белорусских рубля 02 копейки'],
    ['CHF', 'Два CHF 02 /100'],
  ])('of %s', (currency, words) => {
    expect(amountInWords(2_02, currency, 'ru')).toBe(words)
  })
})
