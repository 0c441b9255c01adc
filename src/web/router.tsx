import {
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
  retainSearchParams,
} from '@tanstack/react-router'
import { membersSearchSchema } from './pages/ai-credits/search.ts'
import { auditSearchSchema } from './pages/audit/search.ts'
import { deliveriesSearchSchema } from './pages/deliveries/search.ts'
import { resourceSearchSchema } from './pages/resource/search.ts'
import { signInSearchSchema } from './pages/sign-in/search.ts'
import { lazyPage } from './parts/lazy-page.tsx'
import { rootSearchSchema } from './search.ts'
import { AiCreditsRoute } from './shell/ai-credits-route.tsx'
import { NotFound } from './shell/not-found.tsx'
import { FrameError, RouteError } from './shell/route-error.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({
  component: Shell,
  errorComponent: FrameError,
  notFoundComponent: NotFound,
  validateSearch: rootSearchSchema,
  search: { middlewares: [retainSearchParams(['team', 'cycle'])] },
})

const usage = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyPage(async () => (await import('./pages/usage/usage-page.tsx')).UsagePage),
})

const aiCredits = createRoute({
  getParentRoute: () => root,
  path: '/ai-credits',
  validateSearch: membersSearchSchema,
  component: AiCreditsRoute,
})

const aiUsage = createRoute({
  getParentRoute: () => root,
  path: '/ai-credits/usage',
  validateSearch: resourceSearchSchema,
  component: lazyPage(async () => (await import('./pages/resource/pages.tsx')).AiUsagePage),
})

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: resourceSearchSchema,
  component: lazyPage(async () => (await import('./pages/resource/pages.tsx')).FlowsPage),
})

const apiCalls = createRoute({
  getParentRoute: () => root,
  path: '/api-calls',
  validateSearch: resourceSearchSchema,
  component: lazyPage(async () => (await import('./pages/resource/pages.tsx')).ApiCallsPage),
})

const assistant = createRoute({
  getParentRoute: () => root,
  path: '/assistant',
  validateSearch: resourceSearchSchema,
  component: lazyPage(async () => (await import('./pages/resource/pages.tsx')).AssistantPage),
})

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyPage(async () => (await import('./pages/inbox/inbox-page.tsx')).InboxPage),
})

const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  validateSearch: deliveriesSearchSchema,
  component: lazyPage(
    async () => (await import('./pages/deliveries/deliveries-page.tsx')).DeliveriesPage,
  ),
})

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearchSchema,
  component: lazyPage(async () => (await import('./pages/audit/audit-page.tsx')).AuditPage),
})

const invoices = createRoute({
  getParentRoute: () => root,
  path: '/invoices',
  component: lazyPage(
    async () => (await import('./pages/invoices/invoices-page.tsx')).InvoicesPage,
  ),
})

const invoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/$of',
  component: lazyPage(async () => (await import('./pages/invoices/invoice-page.tsx')).InvoicePage),
})

const keptMails = createRoute({
  getParentRoute: () => root,
  path: '/kept-mails',
  component: lazyPage(
    async () => (await import('./pages/kept-mails/kept-mails-page.tsx')).KeptMailsPage,
  ),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearchSchema,
  component: lazyPage(async () => (await import('./pages/sign-in/sign-in-page.tsx')).SignInPage),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyPage(async () => (await import('./pages/sign-in/set-up-page.tsx')).SetUpPage),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyPage(
    async () => (await import('./pages/sign-in/invitation-page.tsx')).InvitationPage,
  ),
})

const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  component: lazyPage(async () => (await import('./pages/team/team-page.tsx')).TeamPage),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyPage(async () => (await import('./pages/account/account-page.tsx')).AccountPage),
})

const newTeam = createRoute({
  getParentRoute: () => root,
  path: '/new-team',
  component: lazyPage(async () => (await import('./pages/new-team/new-team-page.tsx')).NewTeamPage),
})

const routeTree = root.addChildren([
  usage,
  aiCredits,
  aiUsage,
  flows,
  apiCalls,
  assistant,
  inbox,
  deliveries,
  audit,
  invoices,
  invoice,
  keptMails,
  signIn,
  setUp,
  account,
  invitation,
  team,
  newTeam,
])

export function createAppRouter(options?: { history?: RouterHistory; basepath?: string }) {
  return createRouter({
    routeTree,
    ...options,
    defaultErrorComponent: RouteError,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged into.
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
