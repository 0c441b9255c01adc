/** Where a clicked bar leads. */
export const CHARGES_ID = 'charges'
