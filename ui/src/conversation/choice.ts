/** Fewest and most pins that can be chosen among. */
export const CHOICE_MIN = 2;
export const CHOICE_MAX = 9;
