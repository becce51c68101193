import { type Component, defineAsyncComponent } from 'vue'
import ErrorNotice from '../../ui/ErrorNotice.vue'
import LoadingState from '../../ui/LoadingState.vue'

/** A page that is loaded when it is shown first; no page waits for what another one needs. */
export const lazily = <T extends Component>(loader: () => Promise<{ default: T }>) =>
  defineAsyncComponent({ loader, loadingComponent: LoadingState, errorComponent: ErrorNotice })
