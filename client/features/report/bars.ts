/** Counts side by side, those of one category on top of each other. */
export type Bars = {
  categories: string[]
  series: { name: string; tone: 'good' | 'bad'; values: number[] }[]
}
