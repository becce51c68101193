import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Bars } from './bars.ts'

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

const variables = {
  good: '--ui-color-accent-main-primary',
  bad: '--ui-color-accent-main-alert',
} as const

type Wanted = { bars: Bars; onPick: (category: number, series: number) => void }

/** Draws bars into an element, and again when it changes its size. @returns how to go on and to end */
export function drawBars(element: HTMLElement, wanted: () => Wanted) {
  const chart = init(element)
  const draw = () => {
    chart.setOption(optionOf(wanted().bars, element), true)
  }
  chart.on('click', ({ dataIndex, seriesIndex }) => {
    if (seriesIndex !== undefined) wanted().onPick(dataIndex, seriesIndex)
  })
  const observer = new ResizeObserver(() => {
    chart.resize()
  })
  observer.observe(element)
  draw()
  return {
    draw,
    end: () => {
      observer.disconnect()
      chart.dispose()
    },
  }
}

function optionOf({ categories, series }: Bars, element: HTMLElement) {
  const style = getComputedStyle(element)
  const ink = style.getPropertyValue('--ui-color-base-2').trim()
  const line = style.getPropertyValue('--ui-color-base-6').trim()
  const textStyle = { color: ink, fontFamily: style.fontFamily }
  return {
    animation: false,
    textStyle,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
    legend: series.length > 1 ? { bottom: 0, textStyle } : undefined,
    grid: { left: 4, right: 24, top: 12, bottom: series.length > 1 ? 32 : 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: ink },
      splitLine: { lineStyle: { color: line } },
    },
    series: series.map(({ name, tone, values }) => ({
      ...{ name, type: 'bar', stack: 'all', barMaxWidth: 48, cursor: 'pointer' },
      data: values,
      itemStyle: { color: style.getPropertyValue(variables[tone]).trim() },
    })),
  }
}
