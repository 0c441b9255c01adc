import { ResourcePage } from './resource-page.tsx'

export function FlowsPage() {
  return <ResourcePage resource="flows" />
}

export function ApiCallsPage() {
  return <ResourcePage resource="api-calls" />
}

export function AssistantPage() {
  return <ResourcePage resource="assistant" />
}

export function AiUsagePage() {
  return <ResourcePage resource="ai" />
}
