import b24UiPlugin from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp } from 'vue'
import App from './App.vue'
import { languageOf } from '../shared/words/language.ts'
import { createWords, loadFirstWords } from './i18n/index.ts'
import './main.css'

// The portal names its language in the address with which it opens us.
const locale = languageOf(new URLSearchParams(location.search).get('LANG') ?? 'ru')

// Our page door says whose page it is; what may be seen there is for the session to say.
const isCustomers = document.getElementById('boot')?.dataset.home === 'customer'

/** Nothing here awaits at its top: other words come in a file that waits for this one's end. */
async function show(): Promise<void> {
  createApp(App, { isCustomers })
    .use(createWords(locale, await loadFirstWords(locale)))
    .use(b24UiPlugin)
    .mount('#app')
}

void show()
