// Days as a date field has them: "2024-03-05", as they begin and end where the user lives.

const SHAPE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

export function toField(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When that day begins, ms; nothing where it is no day. */
export function ofField(value: string): number | undefined {
  const [, year, month, day] = (SHAPE.exec(value.trim()) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(year, month - 1, day);
  // The 31st of a month that has none is no day.
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : undefined;
}
