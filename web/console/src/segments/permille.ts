/** A part of a whole in thousandths, as the formats take it; for display alone. */
export const permille = (part: number, whole: number): number => Math.round((1000 * part) / Math.max(whole, 1));
