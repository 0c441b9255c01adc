/** Set by Vite: whether this build starts the mocks before it renders. */
declare const __MOCKS__: boolean
