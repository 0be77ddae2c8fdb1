// How long a conversation can be muted. "Until tomorrow" ends when people are up, by the device's own time.
const HOUR = 3_600_000;
const MORNING = 8;

export function muteEnds(now: Date): ["forHour" | "forHours" | "untilTomorrow", Date][] {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING, 0, 0, 0);
  return [
    ["forHour", new Date(now.getTime() + HOUR)],
    ["forHours", new Date(now.getTime() + 8 * HOUR)],
    ["untilTomorrow", morning],
  ];
}
