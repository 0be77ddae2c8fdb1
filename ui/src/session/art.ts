// The pictures beside the sign-in form, by column: our own work.
const files = import.meta.glob<string>("./art/*.jpg", { eager: true, query: "?url", import: "default" });

const columns = [
  ["kilim", "dusk", "leather", "fern"],
  ["lamp", "waves", "pegs", "lake"],
  ["cabin", "arch", "vases", "quilt"],
];

export const art: string[][] = columns.map((names) => names.flatMap((name) => files[`./art/${name}.jpg`] ?? []));
