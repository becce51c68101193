import b24UiPlugin from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp } from 'vue'
import EmptyPage from './EmptyPage.vue'
import './main.css'

createApp(EmptyPage).use(b24UiPlugin).mount('#app')
