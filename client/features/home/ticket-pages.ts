import { type Component, defineAsyncComponent } from 'vue'
import ErrorNotice from '../../ui/ErrorNotice.vue'
import LoadingState from '../../ui/LoadingState.vue'

/** Loaded when they are shown; a set-up or a list of contracts does without them. */
const lazily = <T extends Component>(loader: () => Promise<{ default: T }>) =>
  defineAsyncComponent({ loader, loadingComponent: LoadingState, errorComponent: ErrorNotice })

export const TicketList = lazily(() => import('../ticket-list/TicketList.vue'))
export const TicketCard = lazily(() => import('../ticket-card/TicketCard.vue'))
export const OwnAgreementPage = lazily(() => import('../persons/OwnAgreementPage.vue'))
export const NewTicketPage = lazily(() => import('../new-ticket/NewTicketPage.vue'))
