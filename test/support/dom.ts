import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// What is waited for comes at once; a busy machine may need its time to load a page's script.
configure({ asyncUtilTimeout: 10_000 })

afterEach(() => cleanup())
