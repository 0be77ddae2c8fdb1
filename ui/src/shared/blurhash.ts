// Decodes a blurhash (the public format of https://blurha.sh) into pixels for a small canvas.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

function number83(text: string): number {
  let value = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) return NaN;
    value = value * 83 + digit;
  }
  return value;
}

const linear = (value: number): number => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
const srgb = (value: number): number => {
  const v = Math.min(1, Math.max(0, value));
  return Math.round(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
};
const signedSquare = (value: number): number => Math.sign(value) * value * value;

/** RGBA pixels of `width` x `height`, or `undefined` where the hash is not one. */
export function decodeBlurhash(
  hash: string,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> | undefined {
  const size = number83(hash.slice(0, 1));
  const nx = (size % 9) + 1;
  const ny = Math.floor(size / 9) + 1;
  if (!Number.isFinite(size) || hash.length !== 4 + 2 * nx * ny) return undefined;
  const scale = (number83(hash.slice(1, 2)) + 1) / 166;
  const colours: [number, number, number][] = [];
  const dc = number83(hash.slice(2, 6));
  colours.push([linear(dc >> 16), linear((dc >> 8) & 255), linear(dc & 255)]);
  for (let i = 1; i < nx * ny; i++) {
    const ac = number83(hash.slice(4 + i * 2, 6 + i * 2));
    if (!Number.isFinite(ac)) return undefined;
    const part = (n: number) => signedSquare((n - 9) / 9) * scale;
    colours.push([part(Math.floor(ac / 361)), part(Math.floor(ac / 19) % 19), part(ac % 19)]);
  }
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [0, 0, 0];
      colours.forEach(([cr, cg, cb], i) => {
        const basis =
          Math.cos((Math.PI * x * (i % nx)) / width) * Math.cos((Math.PI * y * Math.floor(i / nx)) / height);
        r += cr * basis;
        g += cg * basis;
        b += cb * basis;
      });
      pixels.set([srgb(r), srgb(g), srgb(b), 255], (y * width + x) * 4);
    }
  }
  return pixels;
}
