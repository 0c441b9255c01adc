import { describeApiOver } from './api-over.ts'

describeApiOver('SQLite')
