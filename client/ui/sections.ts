import { inject, type InjectionKey, provide } from 'vue'

type OpenSection = (key: string) => void

const sectionsKey: InjectionKey<OpenSection> = Symbol('sections')

/** Lets what stands on one page lead to another. */
export function provideSections(open: OpenSection): void {
  provide(sectionsKey, open)
}

/** Opens another page of the menu by its key. */
export const useOpenSection = (): OpenSection => inject(sectionsKey, () => undefined)
