export const NO_EMAIL = 'Enter an address such as ada@example.com.'
