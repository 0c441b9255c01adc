import { apiThroughMsw } from '#test/support/api-host.ts'
import { describeApiOver } from './api-over.ts'

describeApiOver('memory')
describeApiOver('memory', { name: 'memory, through the mocks', through: apiThroughMsw })
