export type Choice<V extends string> = { value: V; label: string; note?: string }
